import type { DatabaseSync } from 'node:sqlite';
import type { Recorder } from '@whodid/core';
import type { Tokens } from './auth/tokens.ts';

/** What the shop is made of. Every part is handed in, so that a test can bring its own. */
export interface Shop {
  readonly database: DatabaseSync;
  readonly tokens: Tokens;
  readonly recorder: Recorder;
}
