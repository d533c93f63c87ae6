import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CollectorOptions } from '@whodid/collector';
import type { RedactOptions } from '@whodid/core';
import type { Typed } from '../command.ts';
import { usageFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { textOf } from '../read-flags.ts';

type Options = Typed['options'];

/**
 * The rules of redaction in the file of `--redact`; `undefined` without one. What they say is
 * checked by the collector, here and below.
 *
 * @throws Failure if it cannot be read or is no JSON object.
 */
export function redactIn(options: Options, io: Io): RedactOptions | undefined {
  const example = '{ "maskKeys": ["national id"], "headers": ["x-shop"] }';
  return objectIn(textOf(options, 'redact'), { what: 'rules of redaction', example }, io);
}

/**
 * What the histories show, in the file of `--history`; the labels of `--labels` take the place of
 * those in it. `undefined` without either.
 *
 * @throws Failure if one cannot be read or is no JSON object.
 */
export function historyIn(options: Options, io: Io): CollectorOptions['history'] {
  const example =
    '{ "limit": 50, "hidden": ["health"], "labels": { "orders-redeem": "Redeem card" } }';
  const history = objectIn(
    textOf(options, 'history'),
    { what: 'options for histories', example },
    io,
  );
  const labels = objectIn<{ readonly [route: string]: string }>(
    textOf(options, 'labels'),
    { what: 'labels', example: '{ "orders-redeem": "Redeem card" }' },
    io,
  );
  return labels === undefined ? history : { ...history, labels };
}

function objectIn<T extends object>(
  file: string | undefined,
  { what, example }: { readonly what: string; readonly example: string },
  io: Io,
): T | undefined {
  if (file === undefined) return undefined;
  try {
    const options: unknown = JSON.parse(readFileSync(resolve(io.cwd, file), 'utf8'));
    if (typeof options === 'object' && options !== null && !Array.isArray(options)) {
      return options as T;
    }
  } catch {
    // Said below, with what it should be.
  }
  throw usageFailure(`${file} holds no ${what}`, `it is JSON, as in ${example}`);
}
