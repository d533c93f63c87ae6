import { requestJson } from '../api/request.ts';
import { sendJson } from '../api/send-json.ts';

export interface Stream {
  readonly name: string;
  readonly formerNames: readonly string[];
  /** Whether somebody has added it, or it is always there. */
  readonly declared: boolean;
  readonly entries: number;
  readonly lastAt?: string;
}

/** The one that cannot be changed: the library writes its own faults to it. */
export const internal = 'INTERNAL';

export async function fetchStreams(signal: AbortSignal): Promise<readonly Stream[]> {
  const answer = (await requestJson('/v1/streams', { signal })) as {
    readonly streams: readonly Stream[];
  };
  return answer.streams;
}

export async function addStream(name: string): Promise<void> {
  await sendJson('POST', '/v1/streams', { name });
}

export async function renameStream(from: string, to: string): Promise<void> {
  await sendJson('PATCH', pathOf(from), { name: to });
}

export async function removeStream(name: string): Promise<void> {
  await sendJson('DELETE', pathOf(name));
}

function pathOf(name: string): string {
  return `/v1/streams/${encodeURIComponent(name)}`;
}
