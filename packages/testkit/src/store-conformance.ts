import { createStore, type Store, type StoreDriver } from '@whodid/store';
import { appendChecks } from './store-checks/append-checks.ts';
import { closeChecks } from './store-checks/close-checks.ts';
import { listChecks } from './store-checks/list-checks.ts';
import { queryChecks } from './store-checks/query-checks.ts';
import { tallyChecks } from './store-checks/tally-checks.ts';
import { textChecks } from './store-checks/text-checks.ts';

/** What the suite needs from whoever runs it. */
export interface StoreConformance {
  /** Registers one test: that of `node:test`, or of any runner. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /** Opens the driver of a store that is empty. Asked for each check; the suite closes it. */
  readonly open: () => StoreDriver | Promise<StoreDriver>;
  /**
   * Opens again the store of a driver that was closed. Leave it out for a store that keeps nothing.
   */
  readonly reopen?: ((closed: StoreDriver) => StoreDriver | Promise<StoreDriver>) | undefined;
}

/** One promise of the contract. */
export interface StoreCheck {
  readonly name: string;
  readonly run: (store: Store, driver: StoreDriver, tools: CheckTools) => Promise<void>;
  /** Only for stores that can be opened again. */
  readonly durable?: true;
}

export interface CheckTools {
  /** Closes the store, and opens what it left. */
  reopen(): Promise<Store>;
}

/** All checks, in the order in which they run. */
export const storeChecks: readonly StoreCheck[] = [
  ...appendChecks,
  ...listChecks,
  ...queryChecks,
  ...textChecks,
  ...tallyChecks,
  ...closeChecks,
];

/**
 * Registers one test for each promise of `StoreDriver`. A driver is finished when all of them pass.
 *
 * @example
 * storeConformance({ test, open: memoryDriver });
 */
export function storeConformance({ test, open, reopen }: StoreConformance): void {
  for (const check of storeChecks) {
    if (check.durable === true && reopen === undefined) continue;
    test(check.name, () => runCheck(check, open, reopen));
  }
}

async function runCheck(
  check: StoreCheck,
  open: StoreConformance['open'],
  reopen: StoreConformance['reopen'],
): Promise<void> {
  let driver = await open();
  let store = createStore(driver);
  try {
    await check.run(store, driver, {
      reopen: async () => {
        await store.close();
        driver = (await reopen?.(driver)) ?? driver;
        store = createStore(driver);
        return store;
      },
    });
  } finally {
    await store.close();
  }
}
