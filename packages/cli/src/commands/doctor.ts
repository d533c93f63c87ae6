import type { Command, Typed } from '../command.ts';
import type { Finding } from '../doctor/check.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { type Address, dataDirectory, findCollector } from '../reach/find-collector.ts';
import { reachFlags } from '../reach/reach-flags.ts';
import { pad } from '../terminal/columns.ts';
import { type Paint, paintFor } from '../terminal/paint.ts';
import { printable } from '../terminal/printable.ts';

/** `whodid doctor`: what is wrong, and the one thing that mends it. */
export const doctor: Command = {
  flags: [
    { flags: '--json', about: 'findings as JSON, one a line' },
    { flags: '--strict', about: 'exit code 1 for warnings too' },
    ...reachFlags,
  ],
  examples: ['whodid doctor', 'whodid doctor --json --strict | jq .verdict'],

  async run({ options }, io) {
    const findings = await examine(options, io);
    const paint = paintFor(io, 'stdout', options.color);
    const format =
      options.json === true ? JSON.stringify : (found: Finding) => pretty(found, paint);
    await io.out(findings.map((found) => `${format(found)}\n`).join(''));

    const problems = findings.filter(({ verdict }) => verdict === 'problem').length;
    const warnings = findings.filter(({ verdict }) => verdict === 'warning').length;
    io.err(`${count(problems, 'problem')}, ${count(warnings, 'warning')}\n`);
    const bad = problems > 0 || (options.strict === true && warnings > 0);
    return bad ? exitCodes.failed : exitCodes.ok;
  },
};

async function examine(options: Typed['options'], io: Io): Promise<readonly Finding[]> {
  const { checkConfig } = await import('../doctor/check-config.ts');
  const { checkNode } = await import('../doctor/check-node.ts');
  const { checkQueue } = await import('../doctor/check-queue.ts');
  const { checkReach } = await import('../doctor/check-reach.ts');
  const { checkRing, checkSpool } = await import('../doctor/check-directories.ts');
  const { checkStore } = await import('../doctor/check-store.ts');
  const { findStore } = await import('../reach/store-source.ts');
  const directory = dataDirectory(options, io);
  const address = addressOrFinding(options, io);
  return [
    checkNode(process.versions.node),
    ...checkConfig(io.env),
    ...('verdict' in address ? [address] : await checkReach(address.found, io.stop)),
    await checkStore(findStore(directory, io)),
    checkSpool(io.env.WHODID_SPOOL_DIR || `${directory}/spool`),
    checkRing('/dev/shm'),
    ...(await checkQueue(io.env)),
  ];
}

function addressOrFinding(
  options: Typed['options'],
  io: Io,
): { readonly found: Address | null } | Finding {
  try {
    return { found: findCollector(options, io) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const fix = error.fix === undefined ? {} : { fix: error.fix };
    return { name: 'reach', verdict: 'problem', text: error.message, ...fix };
  }
}

function pretty({ verdict, name, text, fix }: Finding, paint: Paint): string {
  const { mark, style } = marks[verdict];
  const line = `${paint(style, mark)} ${pad(name, 8)} ${printable(text)}`;
  return fix === undefined ? line : `${line}\n           → ${printable(fix)}`;
}

const marks = {
  ok: { mark: '✔', style: 'green' },
  warning: { mark: '⚠', style: 'yellow' },
  problem: { mark: '✖', style: 'red' },
} as const;

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
