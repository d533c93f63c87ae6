import { createRequire } from 'node:module';
import type * as BullMq from 'bullmq';

/**
 * BullMQ as the app has it. Its CommonJS form, because only that finds ioredis by itself when it is
 * given an address instead of a connection.
 */
export function loadBullMq(): typeof BullMq {
  return createRequire(import.meta.url)('bullmq') as typeof BullMq;
}
