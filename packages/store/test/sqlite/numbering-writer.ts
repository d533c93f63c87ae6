import { openStore } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';

// Stores numbered entries as fast as it can, and writes down each number that was acknowledged.
const [, , directory = '', round = '0', size = '1'] = process.argv;
const store = await openStore(`sqlite:${directory}`, { threads: false });

for (let number = 0; ; ) {
  const batch = Array.from({ length: Number(size) }, () => {
    number += 1;
    return makeEntry({ data: { round, number: String(number), filling: 'f'.repeat(900) } });
  });
  try {
    const receipts = await store.append(batch);
    if (!receipts.every(({ fate }) => fate === 'stored')) process.exit(3);
  } catch (error) {
    process.stdout.write(`failed ${(error as { code?: string }).code}\n`);
    process.exit(0);
  }
  process.stdout.write(`${number}\n`);
}
