import type { Transport } from '@whodid/core';
import { closeChecks } from './transport-checks/close-checks.ts';
import { deliverChecks } from './transport-checks/deliver-checks.ts';
import { failureChecks } from './transport-checks/failure-checks.ts';

/** A transport with its destination, as the suite needs them. */
export interface TransportBench {
  readonly transport: Transport;
  /** The texts of all entries that the destination holds, in any order. */
  held(): Promise<readonly string[]>;
  /**
   * Makes the destination unreachable until {@link TransportBench.restore}. Leave both out for a
   * destination that cannot be away.
   */
  cutOff?(): Promise<void>;
  /** Undoes {@link TransportBench.cutOff}. What the destination held before is there again. */
  restore?(): Promise<void>;
  /** Releases the destination. The suite has closed the transport before. */
  close(): Promise<void>;
}

/** What the suite needs from whoever runs it. */
export interface TransportConformance {
  /** Registers one test: that of `node:test`, or of any runner. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /** Opens a transport to a destination that is empty. Asked for each check. */
  readonly open: () => TransportBench | Promise<TransportBench>;
}

/** One promise of the contract. */
export interface TransportCheck {
  readonly name: string;
  readonly run: (bench: TransportBench) => Promise<void>;
}

/** All checks, in the order in which they run. */
export const transportChecks: readonly TransportCheck[] = [
  ...deliverChecks,
  ...failureChecks,
  ...closeChecks,
];

/**
 * Registers one test for each promise of `Transport`. A transport is finished when all of them pass.
 *
 * @example
 * transportConformance({ test, open: () => openMyTransport() });
 */
export function transportConformance({ test, open }: TransportConformance): void {
  for (const check of transportChecks) {
    test(check.name, async () => {
      const bench = await open();
      try {
        await check.run(bench);
      } finally {
        await bench.transport.close();
        await bench.close();
      }
    });
  }
}
