// Runs every test. What a machine lacks (Chromium, redis-server) is named; under CI that is a failure,
// because a suite that is quietly left out proves nothing.
import { spawnSync } from 'node:child_process';
import { leftOutWithout, neededPrograms } from './needed-programs.ts';

const missing = neededPrograms.filter((program) => leftOutWithout(program) !== false);

const files = [
  'packages/*/test/**/*.test.ts',
  'examples/*/test/**/*.test.ts',
  'tools/**/*.test.ts',
  'e2e/**/*.test.ts',
];
const run = spawnSync(
  process.execPath,
  ['--conditions=whodid-source', '--test', '--test-timeout=180000', ...files],
  { stdio: 'inherit' },
);
if (missing.length > 0) console.error(`LEFT OUT: ${missing.map(({ what }) => what).join(', ')}`);
process.exitCode = run.status ?? 1;
