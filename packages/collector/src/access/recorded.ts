import type { Sessions } from './sessions.ts';

/** Records a sign-in that gave a session. If that cannot be, there is no session either. */
export async function recorded(
  record: () => Promise<void>,
  session: string,
  sessions: Sessions,
): Promise<void> {
  try {
    await record();
  } catch (error) {
    sessions.end(session);
    throw error;
  }
}
