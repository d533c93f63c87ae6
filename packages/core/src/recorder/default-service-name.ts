import { basename } from 'node:path';

/** What a program is called that does not say it: by npm, or by where it was started. */
export function defaultServiceName(): string {
  return process.env.npm_package_name ?? (basename(process.cwd()) || 'app');
}
