import { isZone } from '@whodid/core/zone';
import { Problem } from '../problem/problem.ts';

/** @throws Problem `PARAMETER_INVALID` if a text is not the name of a time zone. */
export function checkZone(zone: string): void {
  if (isZone(zone)) return;
  const wanted = 'the name of a time zone, as in Europe/Amsterdam';
  const facts = { parameter: 'zone', wanted };
  throw new Problem('PARAMETER_INVALID', `zone must be ${wanted}`, { facts });
}
