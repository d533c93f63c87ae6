import type { Flag } from '../command.ts';

/** The flags that say where the collector is. A key is never a flag: other users can see those. */
export const reachFlags: readonly Flag[] = [
  { flags: '--url <url>', about: 'the collector (default WHODID_URL, else the one here)' },
  { flags: '--key-file <file>', about: 'file with an API key (default WHODID_KEY)' },
  { flags: '--data-dir <dir>', about: 'data of a collector on this machine (default ./.whodid)' },
];
