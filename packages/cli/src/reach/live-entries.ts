import type { ApiClient } from './api-client.ts';

/** From the live stream: an entry as canonical JSON, or how many we were too slow for. */
export type LiveMessage =
  | { readonly type: 'entry'; readonly text: string }
  | { readonly type: 'skipped'; readonly count: number };

/** Opens the live stream. Resolves when the collector has begun it, so that nothing later is missed. */
export async function openLive(
  client: ApiClient,
  query: string,
): Promise<AsyncIterable<LiveMessage>> {
  const response = await client.send({
    path: '/v1/entries/live',
    parameters: { q: query },
    query,
  });
  return messagesOf(response);
}

async function* messagesOf(response: Response): AsyncGenerator<LiveMessage> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = readBlock(block);
      if (message !== null) yield message;
    }
  }
}

// Server-sent events, as far as our collector uses them: one `event` and one or more `data` lines.
function readBlock(block: string): LiveMessage | null {
  const fields = block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string?]);
  const data = fields
    .filter(([name]) => name === 'data')
    .map(([, value = '']) => value)
    .join('\n');
  const type = fields.find(([name]) => name === 'event')?.[1];
  if (type === 'entry') return { type, text: data };
  if (type !== 'notice') return null;
  return { type: 'skipped', count: (JSON.parse(data) as { readonly skipped: number }).skipped };
}
