// An app for producer-kill.ts: records numbered entries until it is killed.
//
// A number goes to the log after `record()` has returned, with a write that is over when it returns.
// Whatever is in the log must arrive.
import { openSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { recorderFromEnv } from '@whodid/core';

const { LOG = '', ROUND, COUNT } = process.env;
const recorder = recorderFromEnv();
if (recorder === null) throw new Error('WHODID_URL is not set');
const log = openSync(LOG, 'a');

for (let number = 0; number < Number(COUNT); number += 1) {
  void recorder.record({ action: 'campaign.count', data: { round: ROUND, number } });
  writeSync(log, `${ROUND}/${number}\n`);
  if (number % 20 === 0) await wait(1);
}
setInterval(() => undefined, 1000);
