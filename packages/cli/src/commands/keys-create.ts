import type { Scope } from '@whodid/collector';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { textOf, textsOf } from '../read-flags.ts';

const scopes: readonly string[] = [
  'ingest',
  'own',
  'read',
  'triage',
  'audit',
  'admin',
] satisfies readonly Scope[];
const unitMs: { readonly [unit: string]: number } = { h: 3_600_000, d: 86_400_000 };

/** `whodid keys create`: the key is on stdout, everything about it on stderr. */
export const keysCreate: Command = {
  flags: [
    { flags: '--name <name>', about: 'what it is for: shop-api' },
    {
      flags: '--scope <scope>',
      about: 'ingest, own, read, triage, audit or admin; repeatable (default ingest)',
      repeatable: true,
    },
    { flags: '--expires <time>', about: 'in 12h or 90d, or at 2027-01-31 (default never)' },
    { flags: '--tenant <tenant>', about: 'whose entries it writes and reads' },
    { flags: '--user <id>', about: 'the person it acts for; needed for the scope own' },
    { flags: '--json', about: 'the key and all about it as JSON' },
    ...reachFlags,
  ],
  examples: [
    'whodid keys create --name shop-api > shop.key',
    'whodid keys create --name grafana --scope read --expires 90d',
    'whodid keys create --name ada-phone --scope own --user 13',
  ],

  async run({ options }, io) {
    const name = textOf(options, 'name');
    if (name === undefined) throw usageFailure('--name is needed', 'as in --name shop-api');
    const expiresAt = readExpiry(textOf(options, 'expires'), Date.now());
    const tenant = textOf(options, 'tenant');
    const userId = textOf(options, 'user');
    const body = {
      name,
      scopes: readScopes(textsOf(options, 'scope')),
      ...(tenant === undefined ? {} : { tenant }),
      ...(userId === undefined ? {} : { userId }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    const client = createApiClient(requireCollector(options, io), io.stop);
    const made = await client.json<{ readonly id: string; readonly key: string }>({
      method: 'POST',
      path: '/v1/keys',
      body: { type: 'application/json', text: JSON.stringify(body) },
    });
    await io.out(options.json === true ? `${JSON.stringify(made)}\n` : `${made.key}\n`);
    io.err(`Shown once. Put it in WHODID_KEY. It may: ${body.scopes.join(', ')}\n`);
    io.err(`whodid keys revoke ${made.id} --yes ends it\n`);
    return exitCodes.ok;
  },
};

function readScopes(given: readonly string[]): readonly string[] {
  const wanted = given.flatMap((text) => text.split(','));
  const unknown = wanted.find((scope) => !scopes.includes(scope));
  if (unknown !== undefined) throw usageFailure(`--scope must be one of ${scopes.join(', ')}`);
  return wanted.length === 0 ? ['ingest'] : wanted;
}

function readExpiry(text: string | undefined, now: number): string | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit = ''] = /^(\d{1,5})([hd])$/.exec(text) ?? [];
  const at = amount === undefined ? Date.parse(text) : now + Number(amount) * (unitMs[unit] ?? 0);
  if (Number.isNaN(at)) throw usageFailure('--expires must be 12h, 90d or a date as in 2027-01-31');
  if (at <= now) throw usageFailure('--expires must be in the future');
  return new Date(at).toISOString();
}
