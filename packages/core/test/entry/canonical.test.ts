import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalJson, type Json } from '@whodid/core';
import fc from 'fast-check';

describe('RFC 8785', () => {
  test('the example of section 3.2.2', () => {
    const value: Json = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    assert.equal(
      canonicalJson(value),
      '{"literals":[null,true,false],' +
        '"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('keys are ordered by UTF-16 code units (section 3.2.3)', () => {
    const value: Json = JSON.parse(String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`);
    assert.deepEqual(
      [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map(([, name]) => name),
      [
        'Carriage Return',
        'One',
        'Control',
        'Latin Small Letter O With Diaeresis',
        'Euro Sign',
        'Emoji: Grinning Face',
        'Hebrew Letter Dalet With Dagesh',
      ],
    );
  });

  test('keys that look like numbers are ordered as text', () => {
    assert.equal(
      canonicalJson({ 9: 0, 10: 0, 1: 0, a: { 2: 0, 11: 0 } }),
      '{"1":0,"10":0,"9":0,"a":{"11":0,"2":0}}',
    );
  });

  // Appendix B, numbers as IEEE 754 bits in hexadecimal and as text.
  const numbers: readonly (readonly [string, string])[] = [
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ];
  for (const [bits, expected] of numbers) {
    test(`number ${bits}`, () => {
      assert.equal(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE()), expected);
    });
  }
});

describe('for any value', () => {
  const json = fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<Json>;

  test('reads back as the same value, and the same text again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.equal(canonicalJson(JSON.parse(text)), text);
      }),
    );
  });

  test('is what JSON.stringify makes of the value with ordered keys', () => {
    const ordered = (value: unknown): string => {
      if (typeof value !== 'object' || value === null) return JSON.stringify(value);
      if (Array.isArray(value)) return `[${value.map(ordered).join(',')}]`;
      const fields = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1));
      return `{${fields.map((key) => `${JSON.stringify(key)}:${ordered((value as { [key: string]: unknown })[key])}`).join(',')}}`;
    };
    fc.assert(fc.property(json, (value) => assert.equal(canonicalJson(value), ordered(value))));
  });

  test('does not depend on the order of keys, nor on how many there are', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.nat(), { maxKeys: 60 }),
        (value) => {
          const turned = Object.fromEntries(Object.entries(value).toReversed());
          assert.equal(canonicalJson(turned), canonicalJson({ ...value }));
        },
      ),
    );
  });
});

test('a lone surrogate becomes U+FFFD, pairs stay', () => {
  assert.equal(canonicalJson('a\ud800b'), '"a\ufffdb"');
  assert.equal(canonicalJson('\u{1f600}'), '"\u{1f600}"');
});

test('what is undefined is left out', () => {
  assert.equal(canonicalJson({ a: undefined as unknown as null, b: 1 }), '{"b":1}');
});
