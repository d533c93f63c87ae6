// The same tests once more in outbox mode: nothing is different for the app, nor in the entries.
process.env.WHODID_TEST_OUTBOX = '1';
await import('./capture-pg.test.ts');
