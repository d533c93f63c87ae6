/** Where a Redis is and who we are there. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  /** Secret. */
  readonly password?: string;
  readonly db: number;
  readonly tls: boolean;
}

/** What an address must look like, for whoever gave another. */
export const redisAddressWanted = 'redis:// or rediss:// with host, as in redis://127.0.0.1:6379/0';

/**
 * Reads `redis://[[user]:password@]host[:port][/db]`, or `rediss://` for TLS; `null` if it is
 * neither. What follows a question mark is refused: the client would take options from there that
 * we rely on.
 */
export function readRedisAddress(text: unknown): RedisAddress | null {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') return null;
  const db = /^\/?(\d{0,3})$/.exec(url.pathname)?.[1];
  if (db === undefined || url.search !== '' || url.hash !== '') return null;
  const username = decoded(url.username);
  const password = decoded(url.password);
  if (username === null || password === null || (username !== '' && password === '')) return null;
  return {
    host: url.hostname.replace(/^\[(.+)\]$/, '$1'),
    port: url.port === '' ? 6379 : Number(url.port),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    db: Number(db),
    tls: url.protocol === 'rediss:',
  };
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
