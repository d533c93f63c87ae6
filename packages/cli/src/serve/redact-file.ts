import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RedactOptions } from '@whodid/core';
import { usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';

/**
 * The rules of redaction in a file; `undefined` without one. What they say is checked by the collector.
 *
 * @throws Failure if it cannot be read or is no JSON object.
 */
export function redactIn(file: string | undefined, io: Io): RedactOptions | undefined {
  if (file === undefined) return undefined;
  try {
    const rules: unknown = JSON.parse(readFileSync(resolve(io.cwd, file), 'utf8'));
    if (typeof rules === 'object' && rules !== null && !Array.isArray(rules)) return rules;
  } catch {
    // Said below, with what it should be.
  }
  throw usageFailure(
    `${file} holds no rules of redaction`,
    'it is JSON, as in { "maskKeys": ["national id"], "headers": ["x-shop"] }',
  );
}
