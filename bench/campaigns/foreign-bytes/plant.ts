import type { Known } from './attempt.ts';

/** Content of the victim. Nobody else may ever see it, so nobody else ever sends it. */
export const marker = 'planted-4f9a';

export type Send = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly text: string }>;

/** Fills a tenant with everything that there is, the marker in all of it. */
export async function plant(admin: Send, writer: Send, ada: Send): Promise<Known> {
  const posted = await writer(
    'POST',
    '/v1/entries',
    Array.from({ length: 300 }, (_, at) => ({
      action: at % 3 === 0 ? 'LOGIN' : 'order.pay',
      kind: at % 2 === 0 ? 'action' : 'auth',
      message: `${marker} message ${at}`,
      actor: { type: 'user', id: `victim-${at % 5}`, name: `${marker} name` },
      targets: [{ type: 'order', id: `order-${at}`, name: `${marker} order` }],
      data: { secret: `${marker} data` },
    })),
  );
  const { receipts } = JSON.parse(expected(posted, 200)) as { receipts: { id: string }[] };
  const ids = receipts.map(({ id }) => id);
  const log = await ada('POST', '/api/logs/', { action: 'LOGIN', metadata: { m: marker } });
  const own = JSON.parse(expected(log, 201)) as { id: string };
  for (const id of [own.id, ...ids.slice(0, 20)]) {
    const note = `${marker} note`;
    const moved = await admin('POST', `/v1/entries/${id}/triage`, { stage: 'IN_PROGRESS', note });
    expected(moved, 200);
  }
  const key = await admin('POST', '/v1/keys', { name: `${marker} key`, scopes: ['read'] });
  const user = await admin('POST', '/v1/users', {
    name: `${marker}-user`,
    role: 'viewer',
    password: 'a password of the victim',
  });
  const page = await admin('GET', '/v1/entries?limit=10');
  const found = (text: string): string => (JSON.parse(text) as { id: string }).id;
  return {
    uuids: [...ids, own.id],
    names: [
      'victim-0',
      'victim-1',
      'order-1',
      'acme',
      'ada',
      found(expected(key, 201)),
      found(expected(user, 201)),
    ],
    cursors: [(JSON.parse(expected(page, 200)) as { next: string }).next],
  };
}

function expected({ status, text }: { status: number; text: string }, wanted: number): string {
  if (status !== wanted) throw new Error(`planting failed: ${status} ${text.slice(0, 300)}`);
  return text;
}
