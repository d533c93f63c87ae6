import { existsSync } from 'node:fs';
import { isAtLeast, type NodeVersion } from './node-version.ts';

/** Options for Node that switch capture on, or why that is not possible. */
export type CaptureOptions =
  | { readonly nodeOptions: string }
  | { readonly trouble: string; readonly fix: string };

/**
 * What to add to `NODE_OPTIONS`. A `file:` URL, because the package need not be among the app's,
 * and because blanks in its path are `%20` there: `NODE_OPTIONS` is split at blanks.
 */
export function captureOptions(auto: string, version: NodeVersion): CaptureOptions {
  if (!isAtLeast(version, 20, 19)) {
    return {
      trouble: `Node ${version.major}.${version.minor} detected. Capture needs 20.19 or newer`,
      fix: 'the app runs without it; use a newer Node for the app',
    };
  }
  if (!auto.endsWith('.ts')) return { nodeOptions: `--import=${auto}` };
  if (readsTypeScript(version)) {
    return { nodeOptions: `--conditions=whodid-source --import=${auto}` };
  }
  const built = auto.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
  if (existsSync(new URL(built))) return { nodeOptions: `--import=${built}` };
  return {
    trouble: `Node ${version.major}.${version.minor} cannot run whodid from source`,
    fix: 'npm run build, or use Node 24 for the app',
  };
}

function readsTypeScript(version: NodeVersion): boolean {
  return isAtLeast(version, 23, 6) || (version.major === 22 && version.minor >= 18);
}
