import assert from 'node:assert/strict';
import type { Entry } from '@whodid/core';
import type { Store } from '@whodid/store';
import { makeEntry } from '../make-entry.ts';
import type { StoreCheck } from '../store-conformance.ts';
import { richEntry } from './rich-entry.ts';

/** What is found by words. */
export const textChecks: readonly StoreCheck[] = [
  {
    name: 'text: all words, in any order, without regard to case and accents',
    run: async (store) => {
      const [both, one] = [
        makeEntry({ message: 'Crème brûlée ÉPUISÉE' }),
        makeEntry({ message: 'creme' }),
      ];
      await store.append([both, one]);
      assert.deepEqual(await found(store, ['epuisee', 'creme']), [both.id]);
      assert.equal((await found(store, ['creme'])).length, 2);
      assert.deepEqual(await found(store, ['creme', 'absent']), []);
    },
  },
  {
    name: 'text: a part of a word is no hit',
    run: async (store) => {
      await store.append([makeEntry({ message: 'unhappiness' })]);
      assert.deepEqual(await found(store, ['happi']), []);
      assert.deepEqual(await found(store, ['unhappi']), []);
    },
  },
  {
    name: 'text: the words of a phrase follow each other',
    run: async (store) => {
      const [right, wrong] = [
        makeEntry({ message: 'the card was refused twice' }),
        makeEntry({ message: 'refused: the card was lost' }),
      ];
      await store.append([right, wrong]);
      assert.deepEqual(await found(store, ['card', 'was', 'refused'], true), [right.id]);
      assert.equal((await found(store, ['card', 'was', 'refused'])).length, 2);
    },
  },
  {
    name: 'text: messages, addresses, bodies, changes, data and names are looked in',
    run: async (store) => {
      const rich = richEntry();
      await store.append([rich, makeEntry()]);
      const words = ['msgword', 'reasonword', 'urlword', 'bodyword', 'answerword', 'oldword'];
      const more = ['newword', 'dataword', 'nameword', 'targetword'];
      for (const word of [...words, ...more]) {
        assert.deepEqual(await found(store, [word]), [rich.id], word);
      }
    },
  },
  {
    name: 'text: very long words are told apart',
    run: async (store) => {
      const [a, b] = [`${'x'.repeat(300)}a`, `${'x'.repeat(300)}b`];
      const entry = makeEntry({ message: a });
      await store.append([entry]);
      assert.deepEqual(await found(store, [a]), [entry.id]);
      assert.deepEqual(await found(store, [b]), []);
      assert.deepEqual(await found(store, ['x'.repeat(40)]), []);
    },
  },
];

async function found(
  store: Store,
  tokens: readonly string[],
  phrase = false,
): Promise<readonly Entry['id'][]> {
  const page = await store.list({ tenant: 'main', query: { type: 'text', tokens, phrase } });
  return page.entries.map(({ id }) => id);
}
