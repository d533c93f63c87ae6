import { WhodidError } from '@whodid/core';

/**
 * Where the recorder is one of several things that an app hands over, it is easily forgotten.
 *
 * @throws WhodidError `CONFIG_INVALID` if there is none.
 */
export function checkRecorder(scope: string, recorder: unknown): void {
  const { capture } = (recorder ?? {}) as { readonly capture?: unknown };
  if (typeof capture === 'function') return;
  throw new WhodidError('CONFIG_INVALID', {
    option: `${scope}.recorder`,
    wanted: 'a recorder',
    got: typeof recorder,
  });
}
