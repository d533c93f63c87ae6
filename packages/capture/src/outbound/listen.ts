import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/**
 * Hears what is told on a diagnostics channel. What a subscriber throws would end the process, so a
 * message that is not as we know it leaves a call that is recorded in part.
 *
 * @returns ends it.
 */
export function listen<Message>(channel: string, handle: (message: Message) => void): () => void {
  const guarded = (message: unknown): void => {
    try {
      handle(message as Message);
    } catch {
      // See above.
    }
  };
  subscribe(channel, guarded);
  return () => void unsubscribe(channel, guarded);
}
