import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';

/** Where the programs of the example shop are. */
export interface ShopFiles {
  readonly shop: string;
  readonly traffic: string;
}

/** Finds the shop of this repository. @throws Failure where there is none, as in the npm package. */
export function shopFiles(): ShopFiles {
  const folder = new URL('../../../../examples/shop/src/', import.meta.url);
  const shop = fileURLToPath(new URL('main.ts', folder));
  if (existsSync(shop)) return { shop, traffic: fileURLToPath(new URL('traffic.ts', folder)) };
  throw new Failure(
    exitCodes.failed,
    'The demo needs the example shop, which is in the repository of whodid but not in this package',
    'whodid dev -- npm run dev shows your own app instead',
  );
}
