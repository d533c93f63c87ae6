// The same once more in outbox mode.
process.env.WHODID_TEST_OUTBOX = '1';
await import('./random-transactions.test.ts');
