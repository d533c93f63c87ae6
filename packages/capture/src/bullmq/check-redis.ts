import { WhodidError } from '@whodid/core';

/** What is asked of Redis. */
interface InfoClient {
  info(section: string): Promise<unknown>;
}

interface Check {
  readonly section: 'memory' | 'persistence';
  readonly field: string;
  readonly setting: string;
  isGood(found: string): boolean;
  readonly wanted: string;
  readonly shown: (found: string) => string;
}

const checks: readonly Check[] = [
  {
    section: 'memory',
    field: 'maxmemory_policy',
    setting: 'maxmemory-policy',
    isGood: (found) => found === 'noeviction',
    wanted: 'noeviction, or Redis deletes jobs when its memory is full',
    shown: (found) => found,
  },
  {
    section: 'persistence',
    field: 'aof_enabled',
    setting: 'appendonly',
    isGood: (found) => found === '1',
    wanted: 'yes, or a restart of Redis loses what came after its last snapshot',
    shown: () => 'no',
  },
];

/**
 * Settings of a Redis that lose jobs: `QUEUE_UNSAFE` errors that name each and what it should be. Empty
 * if there are none, or if this Redis does not tell.
 */
export async function unsafeSettings(
  client: InfoClient,
): Promise<readonly WhodidError<'QUEUE_UNSAFE'>[]> {
  const found = await Promise.all(
    checks.map(async ({ section, field, setting, isGood, wanted, shown }) => {
      const value = new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(
        String(await client.info(section)),
      )?.[1];
      if (value === undefined || isGood(value)) return [];
      return [new WhodidError('QUEUE_UNSAFE', { setting, found: shown(value), wanted })];
    }),
  );
  return found.flat();
}
