import type { Command, Typed } from '../command.ts';
import type { Admitter } from '../emit/admitter.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { type ApiClient, createApiClient } from '../reach/api-client.ts';
import { requireCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { numberOf, textOf } from '../read-flags.ts';

/** `whodid emit`: one entry from flags, or many as NDJSON from stdin. */
export const emit: Command = {
  operands: '<action>',
  flags: [
    { flags: '--actor <actor>', about: 'who: ada, or type:id as in service:billing' },
    { flags: '--target <type:id>', about: 'on what; type:id=name; repeatable', repeatable: true },
    { flags: '--outcome <outcome>', about: 'success, failure, denied, unknown (default success)' },
    { flags: '--message <text>', about: 'a sentence' },
    { flags: '--reason <text>', about: 'why' },
    { flags: '--data <json>', about: 'anything of your own' },
    { flags: '--retry-for <seconds>', about: 'wait so long for a collector (default 300)' },
    { flags: '--json', about: 'the receipt of each entry as JSON' },
    ...reachFlags,
  ],
  examples: [
    'whodid emit order.refund --actor ada --target order:1042 --reason damaged',
    `whodid emit backup.run --actor service:cron --data '{"bytes":1048576}'`,
    'whodid emit - < entries.ndjson',
  ],

  async run({ args: [action = ''], options }, io) {
    const client = createApiClient(requireCollector(options, io), io.stop);
    const seconds = { name: '--retry-for', text: textOf(options, 'retryFor') };
    const retryMs = numberOf(seconds, { fallback: 300, min: 0, max: 86_400 }) * 1000;
    if (action !== '-') return await emitOne(client, action, retryMs, options, io);
    const { emitStream } = await import('../emit/emit-stream.ts');
    const json = options.json === true;
    return await emitStream(client, await admitterFor(client), { retryMs, json }, io);
  },
};

async function emitOne(
  client: ApiClient,
  action: string,
  retryMs: number,
  options: Typed['options'],
  io: Io,
): Promise<number> {
  const { entryFromFlags } = await import('../emit/entry-from-flags.ts');
  const { deliver } = await import('../emit/deliver.ts');
  const received = entryFromFlags(action, options);
  const entry = (await admitterFor(client)).admit(received);
  const [receipt] = await deliver(client, [entry], { retryMs }, io);
  if (options.json === true) await io.out(`${JSON.stringify(receipt)}\n`);
  if (receipt?.fate !== 'stored' && receipt?.fate !== 'duplicate') {
    throw new Failure(exitCodes.failed, receipt?.reason ?? 'The collector told no fate');
  }
  if (options.json !== true) await io.out(`${receipt.id}\n`);
  return exitCodes.ok;
}

// Asked first: it tells at once whether the key is good, before anything is read or made.
async function admitterFor(client: ApiClient): Promise<Admitter> {
  const { Admitter } = await import('../emit/admitter.ts');
  return new Admitter(await client.json({ path: '/v1/me' }));
}
