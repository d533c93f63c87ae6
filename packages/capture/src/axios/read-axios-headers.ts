import type { Headers } from '../exchange/sent-headers.ts';
import type { AxiosHeaders } from './axios-like.ts';

/** Headers of axios by name in lower case. */
export function readAxiosHeaders(given: AxiosHeaders | undefined): Headers {
  if (given === undefined) return {};
  const plain = typeof given.toJSON === 'function' ? given.toJSON() : given;
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
}
