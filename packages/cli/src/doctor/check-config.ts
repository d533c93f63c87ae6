import { nearest } from '@whodid/core';
import type { Finding } from './check.ts';

const known: readonly string[] = [
  'WHODID_ADMIN_KEY',
  'WHODID_DATA_DIR',
  'WHODID_DEBUG',
  'WHODID_HOST',
  'WHODID_KEY',
  'WHODID_PORT',
  'WHODID_QUEUE_URL',
  'WHODID_REDIS_URL',
  'WHODID_SERVICE',
  'WHODID_SPOOL_DIR',
  'WHODID_STORE',
  'WHODID_TENANT',
  'WHODID_URL',
];

/** Whether the environment says something that nobody reads, or that cannot be read. */
export function checkConfig(env: { readonly [name: string]: string | undefined }): Finding[] {
  const set = Object.keys(env).filter((name) => name.startsWith('WHODID_'));
  const unknown = set.filter((name) => !known.includes(name)).map(unknownVariable);
  const wrong = [...wrongUrl(env.WHODID_URL), ...wrongPort(env.WHODID_PORT)];
  if (unknown.length + wrong.length > 0) return [...wrong, ...unknown];
  const text = set.length === 0 ? 'defaults, no WHODID_ variable is set' : set.sort().join(', ');
  return [{ name: 'config', verdict: 'ok', text }];
}

function unknownVariable(name: string): Finding {
  const meant = nearest(name, known);
  const fix = meant === undefined ? {} : { fix: `did you mean ${meant}?` };
  return { name: 'config', verdict: 'warning', text: `Nothing reads ${name}`, ...fix };
}

function wrongUrl(url: string | undefined): Finding[] {
  if (url === undefined || url === '' || URL.canParse(url)) return [];
  const fix = 'as in WHODID_URL=http://127.0.0.1:4747';
  return [{ name: 'config', verdict: 'problem', text: 'WHODID_URL cannot be read', fix }];
}

function wrongPort(port: string | undefined): Finding[] {
  if (port === undefined || port === '' || (/^\d+$/.test(port) && Number(port) <= 65_535))
    return [];
  return [{ name: 'config', verdict: 'problem', text: 'WHODID_PORT must be from 0 to 65535' }];
}
