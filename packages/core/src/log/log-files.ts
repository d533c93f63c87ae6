import { join } from 'node:path';
import { fileHandler } from './file-handler.ts';
import type { LogsOptions } from './logs-options.ts';

const tenMiB = 10_485_760;
const fiveMiB = 5_242_880;

/**
 * The files of document 001 in a folder, as options for `createLogs`: `app.log`, `api.log` and
 * `audit.log` of 10 MiB with 5 backups, `login.log` of 5 MiB with 5.
 *
 * @example
 * const logs = createLogs({ ...logFiles('./audit_logs'), role: 'worker' });
 */
export function logFiles(directory: string): Required<Pick<LogsOptions, 'root' | 'loggers'>> {
  const file = (name: string, limitBytes: number) => ({
    handlers: [fileHandler(join(directory, name), { limitBytes, backups: 5 })],
  });
  return {
    root: file('app.log', tenMiB),
    loggers: {
      'audit.request': file('api.log', tenMiB),
      'audit.model': file('audit.log', tenMiB),
      'audit.login': file('login.log', fiveMiB),
    },
  };
}
