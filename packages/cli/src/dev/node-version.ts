import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

/** A version of Node. */
export interface NodeVersion {
  readonly major: number;
  readonly minor: number;
}

/**
 * The Node that a command will run under: itself if it is Node, else the first one in `PATH`.
 * `null` if there is none.
 */
export function nodeVersionOf(
  command: string,
  cwd: string,
  env: { readonly [name: string]: string | undefined },
): NodeVersion | null {
  const node = /^node(?:js)?(?:\.exe)?$/.test(basename(command)) ? command : 'node';
  const { NODE_OPTIONS: _, ...rest } = env;
  const { stdout } = spawnSync(node, ['--version'], {
    cwd,
    env: rest,
    encoding: 'utf8',
    timeout: 5000,
  });
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(stdout ?? '') ?? [];
  return major === undefined ? null : { major: Number(major), minor: Number(minor) };
}

/** Whether a version is at least `major.minor`. */
export function isAtLeast(version: NodeVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}
