import { WhodidError } from '@whodid/core';

/** Options of an ioredis connection that can be handed to another thread. */
export interface RedisSettings {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly path?: string | undefined;
  readonly family?: number | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly db?: number | undefined;
  readonly tls?: object | undefined;
  readonly sentinels?: readonly object[] | undefined;
  readonly name?: string | undefined;
}

/** An ioredis connection, as far as we need it. */
export interface ConnectionLike {
  readonly options: RedisSettings;
  duplicate(...args: never[]): unknown;
}

/** Where Redis is: `redis://` or `rediss://` address, settings, or an ioredis connection of the app. */
export type RedisConnection = string | RedisSettings | ConnectionLike;

const names = [
  'db',
  'family',
  'host',
  'name',
  'password',
  'path',
  'port',
  'sentinels',
  'tls',
  'username',
] as const satisfies readonly (keyof RedisSettings)[];

/**
 * The settings of a connection: of an address, and of a connection that is there already. Only what
 * says where it goes; how it behaves is ours.
 *
 * @throws WhodidError `CONFIG_INVALID`.
 */
export function redisSettings(scope: string, connection: RedisConnection): RedisSettings {
  if (typeof connection === 'string') return settingsOf(scope, connection);
  if (typeof connection !== 'object' || connection === null) throw invalid(scope, connection);
  const given: RedisSettings = isConnection(connection) ? connection.options : connection;
  const settings = names.filter((name) => given[name] != null).map((name) => [name, given[name]]);
  return Object.fromEntries(settings);
}

function isConnection(connection: RedisSettings | ConnectionLike): connection is ConnectionLike {
  return 'duplicate' in connection && typeof connection.duplicate === 'function';
}

function settingsOf(scope: string, address: string): RedisSettings {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol)) throw invalid(scope, address);
  const db = Number(url.pathname.slice(1) || 0);
  if (!Number.isInteger(db) || db < 0) throw invalid(scope, address);
  const { hostname, port, username, password } = url;
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 6379 : Number(port),
    db,
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

function invalid(scope: string, got: unknown): WhodidError {
  const wanted = 'a redis: or rediss: address, settings, or an ioredis connection';
  return new WhodidError('CONFIG_INVALID', {
    option: `${scope}.connection`,
    wanted,
    got: typeof got,
  });
}
