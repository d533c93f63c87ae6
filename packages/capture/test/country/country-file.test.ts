import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { countryFile } from '@whodid/capture/country';
import { isWhodidError } from '@whodid/core';
import fc from 'fast-check';
import { smallDatabase } from './small-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'whodid-country-'));
after(() => rmSync(folder, { recursive: true }));

let files = 0;
function written(bytes: Buffer | string): string {
  files += 1;
  const path = join(folder, `${files}.mmdb`);
  writeFileSync(path, bytes);
  return path;
}

const free = fileURLToPath(
  import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
);

describe('the country of an address', () => {
  test('in the free database, found without a path', () => {
    const countryOf = countryFile();
    const found = ['8.8.8.8', '::ffff:8.8.8.8', '::FFFF:808:808', '2001:4860:4860::8888'].map(
      countryOf,
    );
    assert.deepEqual(found, ['US', 'US', 'US', 'US']);
    assert.equal(countryOf('81.2.69.142'), 'GB');
    assert.equal(countryOf('127.0.0.1'), undefined);
  });

  test('in a record of MaxMind’s shape', () => {
    const countryOf = countryFile(
      written(
        smallDatabase(
          {
            country: { geoname_id: 3017382, iso_code: 'FR' },
            registered_country: { iso_code: 'US' },
          },
          { continent: { code: 'EU' }, registered_country: { iso_code: 'DE' } },
        ),
      ),
    );
    assert.equal(countryOf('1.2.3.4'), 'FR');
    assert.equal(countryOf('203.0.113.7'), undefined);
  });

  test('in upper case, and only if it is a code', () => {
    const countryOf = countryFile(
      written(smallDatabase({ country_code: 'fr' }, { country_code: 'France' })),
    );
    assert.equal(countryOf('1.2.3.4'), 'FR');
    assert.equal(countryOf('203.0.113.7'), undefined);
    const odd = countryFile(written(smallDatabase('FR', { country: 'FR' })));
    assert.equal(odd('1.2.3.4'), undefined);
    assert.equal(odd('203.0.113.7'), undefined);
    assert.equal(odd('2001:db8::1'), undefined);
  });

  test('is unknown for what is no address, and nothing throws', () => {
    const countryOf = countryFile(free);
    for (const ip of [
      '',
      ' ',
      'localhost',
      '8.8.8',
      '8.8.8.8:80',
      '010.8.8.8',
      '8.8.8.8 ',
      '[::1]',
    ]) {
      assert.equal(countryOf(ip), undefined, ip);
    }
    for (const ip of [undefined, null, 8, {}]) assert.equal(countryOf(ip as string), undefined);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (ip) => {
        assert.match(countryOf(ip) ?? 'XX', /^[A-Z]{2}$/);
      }),
    );
  });

  test('does not need the file once it is open', () => {
    const path = written(readFileSync(free));
    const countryOf = countryFile(path);
    rmSync(path);
    assert.equal(countryOf('8.8.8.8'), 'US');
  });
});

describe('a file that cannot be used is refused at start', () => {
  const whole = readFileSync(free);
  const files: readonly (readonly [name: string, path: unknown])[] = [
    ['missing', join(folder, 'missing.mmdb')],
    ['no name', ''],
    ['a folder', folder],
    ['a file descriptor', 0],
    ['empty', written('')],
    ['text', written('country,code\n')],
    ['without its end', written(whole.subarray(0, -500))],
    ['without its beginning', written(whole.subarray(4_096))],
    ['nothing but its description', written(whole.subarray(-300))],
    ['zeros', written(Buffer.alloc(100_000))],
  ];
  for (const [name, path] of files) {
    test(name, () => {
      assert.throws(
        () => countryFile(path as string),
        (error) =>
          isWhodidError(error, 'CONFIG_INVALID') && error.facts.option === 'countryFile.path',
      );
    });
  }

  test('without a path and without the package it says what to install', () => {
    const module = new URL('../../src/country/index.ts', import.meta.url).href;
    const program = join(folder, 'program.mjs');
    writeFileSync(
      program,
      `import { countryFile } from '${module}';
      try { countryFile(); } catch (error) { process.stdout.write(error.code + ' ' + error.message); }`,
    );
    const said = execFileSync(process.execPath, ['--conditions=whodid-source', program], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.match(said, /^CONFIG_INVALID .*npm install @ip-location-db\/geo-whois-asn-country-mmdb/);
  });
});
