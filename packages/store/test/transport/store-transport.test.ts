import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalText,
  type Entry,
  isWhodidError,
  type Parcel,
  type SealedText,
} from '@whodid/core';
import { openStore, storeTransport } from '@whodid/store';
import { makeEntry } from '@whodid/testkit';
import { storeDirectory } from '../sqlite/store-directory.ts';

const signal = new AbortController().signal;

test('the module that a spec names opens a transport into the store', async (t) => {
  const address = `sqlite:${storeDirectory(t)}`;
  const spec = structuredClone(storeTransport(address));
  const { openTransport } = await import(spec.module);
  const transport = await openTransport(spec.options);
  const [one, two] = [makeEntry(), makeEntry()];
  assert.deepEqual(await transport.deliver([parcel(one), parcel(two)], signal), [
    { id: one.id, fate: 'stored' },
    { id: two.id, fate: 'stored' },
  ]);
  assert.equal((await transport.deliver([parcel(one)], signal))[0]?.fate, 'duplicate');
  await transport.close();
  const store = await openStore(address, { readOnly: true });
  t.after(() => store.close());
  assert.equal((await store.get('main', one.id))?.text, canonicalText(one));
});

test('a parcel that is not JSON is refused alone', async () => {
  const { openTransport } = await import(storeTransport('memory:').module);
  const transport = await openTransport({ address: 'memory:' });
  const [good, after] = [makeEntry(), makeEntry()];
  const broken: Parcel = { id: makeEntry().id, seq: 1, text: '{"cut' as SealedText };
  const receipts = await transport.deliver([parcel(good), broken, parcel(after)], signal);
  assert.deepEqual(
    receipts.map(({ id, fate }: { id: string; fate: string }) => [id, fate]),
    [
      [good.id, 'stored'],
      [broken.id, 'refused'],
      [after.id, 'stored'],
    ],
  );
  await transport.close();
});

test('a store that fails is a transport that can be tried again', async () => {
  const { openTransport } = await import(storeTransport('memory:').module);
  const transport = await openTransport({ address: 'memory:' });
  await transport.close();
  await assert.rejects(transport.deliver([parcel(makeEntry())], signal), (error) =>
    isWhodidError(error, 'TRANSPORT_UNAVAILABLE'),
  );
});

function parcel(entry: Entry): Parcel {
  return { id: entry.id, seq: entry.producer.seq, text: canonicalText(entry) };
}
