import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A database that may be used and passed on without conditions (CC0 1.0). */
export const freeDatabase = '@ip-location-db/geo-whois-asn-country-mmdb';

/** Where {@link freeDatabase} lies, if it can be found from the app's folder or its main file. */
export function installedDatabase(): string | undefined {
  const [, main] = process.argv;
  for (const from of [join(process.cwd(), 'app.js'), main]) {
    if (from === undefined) continue;
    try {
      return createRequire(from).resolve(`${freeDatabase}/geo-whois-asn-country.mmdb`);
    } catch {
      // Not from there.
    }
  }
  return undefined;
}
