import type { WhodidError } from '@whodid/core';
import type { Finding } from './check.ts';

/** What says where a queue is: that of all entries, and that of the activity log. */
const variables = ['WHODID_QUEUE_URL', 'LOGGER_REDIS_URL'] as const;
const name = 'queue';

/** Whether the Redis that entries go through keeps what it is given. Nothing without a queue. */
export async function checkQueue(env: {
  readonly [name: string]: string | undefined;
}): Promise<Finding[]> {
  const urls = new Map<string, string[]>();
  for (const variable of variables) {
    const url = env[variable];
    if (url) urls.set(url, [...(urls.get(url) ?? []), variable]);
  }
  const found = await Promise.all(
    [...urls].map(([url, named]) => askRedis(url, named.join(' and '))),
  );
  return found.flat();
}

async function askRedis(url: string, named: string): Promise<Finding[]> {
  const { openRedisInfo } = await import('@whodid/collector');
  const { unsafeSettings } = await import('@whodid/capture/bullmq');
  const problem = (text: string, fix: string): Finding[] => [
    { name, verdict: 'problem', text, fix },
  ];
  try {
    const redis = await openRedisInfo(url);
    if (redis === null) {
      return problem(`${named} cannot be read`, 'as in redis://127.0.0.1:6379/0');
    }
    try {
      return findingsOf(await unsafeSettings(redis), named);
    } finally {
      redis.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    const text = `The Redis of ${named} does not answer (${reason}): what was recorded waits in the spool`;
    return problem(text, 'see to Redis, or to the address');
  }
}

function findingsOf(unsafe: readonly WhodidError<'QUEUE_UNSAFE'>[], named: string): Finding[] {
  if (unsafe.length === 0) {
    const text = `the Redis of ${named} has no setting that loses jobs`;
    return [{ name, verdict: 'ok', text }];
  }
  return unsafe.map(({ facts: { setting, found, wanted } }): Finding => {
    const text = `The Redis of ${named} has ${setting} ${found}, which loses jobs`;
    return { name, verdict: 'warning', text, fix: `set ${setting} to ${wanted}` };
  });
}
