import type { Finding } from './check.ts';

/** Whether this Node can run a collector, and apps with capture. */
export function checkNode(version: string): Finding {
  const major = Number(version.split('.')[0]);
  const text = `Node ${version}`;
  return major >= 24
    ? { name: 'node', verdict: 'ok', text }
    : { name: 'node', verdict: 'problem', text, fix: 'whodid itself needs Node 24' };
}
