import type { Actor } from '../entry/entry.ts';
import { ambient } from './ambient.ts';

/** Who acts here and now, if that is known. Never throws: a function of the app that does knows nobody. */
export function ambientActor(): Actor | null {
  try {
    const { actor } = ambient();
    const found: unknown = typeof actor === 'function' ? actor() : actor;
    return isActor(found) ? found : null;
  } catch {
    return null;
  }
}

function isActor(value: unknown): value is Actor {
  return (
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
  );
}
