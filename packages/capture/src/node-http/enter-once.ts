import type { EventEmitter } from 'node:events';
import { errorText } from '../exchange/facts.ts';
import type { Watched } from '../exchange/watched.ts';

/**
 * Runs the handlers of a request inside its ambient: nearly always at once, else as soon as it is known
 * who makes it. What they throw surfaces as it would have: out of `emit`, or as an uncaught exception.
 *
 * Nothing is lost meanwhile. Node keeps a body that nobody listens to in the stream and then on the
 * connection, and a connection that is to be something else does not flow by itself.
 *
 * @param connection - the connection itself if the handlers are to have it, else `null`.
 * @param emit - called once.
 */
export function enterOnce(
  watched: Watched,
  connection: EventEmitter | null,
  emit: () => boolean,
): boolean {
  let release = (): void => {};
  const handle = (): boolean => {
    release();
    return telling(watched, emit);
  };
  const entered = watched.enter(handle);
  if (!(entered instanceof Promise)) return entered;
  // Node hears no errors any more of a connection that it has given away, and the app does not yet.
  if (connection !== null) release = swallowErrors(connection);
  entered.catch((error) => {
    process.nextTick(() => {
      throw error;
    });
  });
  return true;
}

function telling(watched: Watched, emit: () => boolean): boolean {
  try {
    return emit();
  } catch (thrown) {
    const error = errorText(thrown);
    if (error !== undefined) watched.tell({ error });
    throw thrown;
  }
}

/** An app that comes too late finds a connection that is closed. Gives back what ends it. */
function swallowErrors(connection: EventEmitter): () => void {
  const swallow = (): void => {};
  connection.on('error', swallow);
  return () => void connection.off('error', swallow);
}
