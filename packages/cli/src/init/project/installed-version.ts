import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A version of a package, as far as it is known. */
export interface PackageVersion {
  readonly major: number;
  readonly minor: number;
  /** As in `5.3`. */
  readonly label: string;
}

/** The version that is installed for a project, else the lowest that its range allows; `null` if neither tells. */
export function versionOf(
  root: string,
  name: string,
  range: string | undefined,
): PackageVersion | null {
  const text = installed(root, name) ?? range ?? '';
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(text.replace(/^npm:.*@/, '')) ?? [];
  if (major === undefined || /^(file|link|git|https?):/.test(text)) return null;
  return {
    major: Number(major),
    minor: Number(minor ?? 0),
    label: minor === undefined ? major : `${major}.${minor}`,
  };
}

function installed(root: string, name: string): string | undefined {
  for (let directory = root; ; directory = dirname(directory)) {
    try {
      const file = join(directory, 'node_modules', name, 'package.json');
      const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: unknown };
      return typeof version === 'string' ? version : undefined;
    } catch {
      if (dirname(directory) === directory) return undefined;
    }
  }
}
