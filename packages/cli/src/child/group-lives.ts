import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether a process group has a member that still runs. A member that has ended but that nobody
 * has reaped, as happens in containers, does not count where that can be told.
 */
export function groupLives(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch {
    return false;
  }
  return process.platform !== 'linux' || readdirSync('/proc').some((name) => runsIn(name, group));
}

// /proc/PID/stat: number, (name), state, parent, group. The name may hold anything, so what counts
// begins behind its last parenthesis. State Z has ended, X is about to vanish.
function runsIn(name: string, group: number): boolean {
  if (!/^\d+$/.test(name)) return false;
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    const [state, , ofGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(ofGroup) === group && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
