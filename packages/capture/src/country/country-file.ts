import { readFileSync } from 'node:fs';
import { WhodidError } from '@whodid/core';
import { Reader } from 'mmdb-lib';
import { canonicalAddress } from '../exchange/canonical-address.ts';
import { freeDatabase, installedDatabase } from './installed-database.ts';

/** The two shapes of a record: MaxMind's, and that of the free ones of `@ip-location-db`. */
interface CountryRecord {
  readonly country?: { readonly iso_code?: unknown };
  readonly country_code?: unknown;
}

const wantedPath = 'the path of a database in MaxMind format (.mmdb)';
const alpha2 = /^[a-z]{2}$/i;
/** Between the tree and the data of a file, by the format's specification 2.0. */
const separator = Buffer.alloc(16);

/**
 * Opens a file in the format of MaxMind (`.mmdb`) and gives a function that tells the country of an
 * address, as an ISO 3166-1 alpha-2 code in upper case, or `undefined` where it is not known. The
 * function never throws. The file is read once, now, and kept in memory.
 *
 * No file comes with this package: GeoLite2 and the files of IP2Location may not be passed on, so
 * whoever has one names it by `path`. Without a path the package
 * `@ip-location-db/geo-whois-asn-country-mmdb` is used, which is free (CC0) and must be installed.
 *
 * @throws WhodidError `CONFIG_INVALID` for `countryFile.path` if the file cannot be read or is
 * broken, or if there is no path and no such package.
 *
 * @example
 * const countryOf = countryFile('/var/lib/GeoIP/GeoLite2-Country.mmdb');
 */
export function countryFile(path?: string): (ip: string) => string | undefined {
  const lookUp = open(path);
  return (ip) => {
    try {
      const address = canonicalAddress(ip);
      return address === undefined ? undefined : codeOf(lookUp(address));
    } catch {
      return undefined;
    }
  };
}

type Lookup = (address: string) => unknown;

function open(path: string | undefined): Lookup {
  const file = path ?? installedDatabase();
  if (file === undefined) {
    throw invalid(`a path, or run: npm install ${freeDatabase}`, 'neither a path nor the package');
  }
  // Node would take a number for a file that is open, 0 for the input.
  if (typeof file !== 'string') throw invalid(wantedPath, typeof file);
  try {
    return lookupIn(readFileSync(file));
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    throw invalid(wantedPath, String(code ?? 'a broken file'));
  }
}

function lookupIn(bytes: Buffer): Lookup {
  const reader = new Reader(bytes);
  // The description lies at the end, so a file that has lost its beginning still has it.
  const { searchTreeSize } = reader.metadata;
  const found = bytes.subarray(searchTreeSize, searchTreeSize + separator.length);
  if (!found.equals(separator)) throw new Error('The parts of the file are not where they must be');
  return (address) => reader.get(address);
}

function codeOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const { country, country_code } = record as CountryRecord;
  const code = country?.iso_code ?? country_code;
  return typeof code === 'string' && alpha2.test(code) ? code.toUpperCase() : undefined;
}

function invalid(wanted: string, got: string): WhodidError {
  return new WhodidError('CONFIG_INVALID', { option: 'countryFile.path', wanted, got });
}
