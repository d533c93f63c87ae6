// Runs the campaigns with their full numbers, one after the other. Takes about forty minutes.
//
//   npm run campaigns
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const campaigns: readonly (readonly [string, ...string[]])[] = [
  ['producer-kill.ts', '--rounds', '50'],
  ['stream-kill.ts', '--rounds', '20'],
  ['collector-kill.ts', '--entries', '100000', '--kills', '20'],
  ['collector-down.ts', '--seconds', '60', '--rate', '200'],
  ['logger-outage.ts', '--seconds', '120', '--rate', '20'],
  ['outbox-kill.ts', '--kills', '1000'],
  ['rate-limited.ts', '--seconds', '20', '--rate', '100'],
  ['triage-moves.ts', '--pairs', '1000'],
  ['mixed-requests.ts', '--requests', '100000'],
  ['foreign-bytes.ts', '--requests', '100000'],
  ['dashboard.ts', '--entries', '1000000', '--rows', '100000'],
  ['redaction.ts', '--inputs', '100000', '--clean', '10000'],
];

for (const [file, ...args] of campaigns) {
  console.log(`\n== ${file} ${args.join(' ')}`);
  const { status } = spawnSync(
    process.execPath,
    ['--conditions=whodid-source', join(folder, file), ...args],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}
