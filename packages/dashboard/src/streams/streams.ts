import { requestJson } from '../api/request.ts';

export interface Stream {
  readonly name: string;
  readonly formerNames: readonly string[];
  /** Whether somebody has added it, or it is always there. */
  readonly declared: boolean;
  readonly entries: number;
  readonly lastAt?: string;
}

/** The one that cannot be removed: the library writes its own faults to it. */
export const internal = 'INTERNAL';

const headers = { 'content-type': 'application/json', 'x-whodid': '1' };

export async function fetchStreams(signal: AbortSignal): Promise<readonly Stream[]> {
  const answer = (await requestJson('/v1/streams', { signal })) as {
    readonly streams: readonly Stream[];
  };
  return answer.streams;
}

export async function addStream(name: string): Promise<void> {
  await requestJson('/v1/streams', { method: 'POST', headers, body: JSON.stringify({ name }) });
}

export async function renameStream(from: string, to: string): Promise<void> {
  const body = JSON.stringify({ name: to });
  await requestJson(pathOf(from), { method: 'PATCH', headers, body });
}

export async function removeStream(name: string): Promise<void> {
  await requestJson(pathOf(name), { method: 'DELETE', headers: { 'x-whodid': '1' } });
}

function pathOf(name: string): string {
  return `/v1/streams/${encodeURIComponent(name)}`;
}
