import assert from 'node:assert/strict';
import { test } from 'node:test';
import { custom, flag, type OptionRules, readOptions, text, wholeNumber } from '@whodid/core';

interface Options {
  readonly name?: string | undefined;
  readonly limits?: object | null | undefined;
  readonly port?: number | undefined;
  readonly loud?: boolean | undefined;
}

const rules: OptionRules<Options> = {
  name: text('shop'),
  limits: custom<object | null>('an object or null', {}, (value) => typeof value === 'object'),
  port: wholeNumber({ fallback: 4747, min: 0, max: 65_535 }),
  loud: flag(true),
};

test('what is absent has its default, and what is given stays: null, 0 and false too', () => {
  const defaults = { name: 'shop', limits: {}, port: 4747, loud: true };
  assert.deepEqual(readOptions('x', rules, undefined), defaults);
  assert.deepEqual(readOptions('x', rules, { name: undefined, limits: undefined }), defaults);
  assert.deepEqual(readOptions('x', rules, { limits: null, port: 0, loud: false }), {
    name: 'shop',
    limits: null,
    port: 0,
    loud: false,
  });
});

test('a value that cannot be and a name that is not there are refused, by name', () => {
  assert.throws(() => readOptions('x', rules, { port: 1.5 }), { code: 'CONFIG_INVALID' });
  assert.throws(() => readOptions('x', rules, { name: null } as never), /x\.name must be text/);
  assert.throws(() => readOptions('x', rules, { prot: 1 } as never), /x\.prot.*port/);
});
