import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listForms } from '../../src/entries/copy-list.ts';

const pages = 'http://127.0.0.1:4747';
const now = Date.parse('2026-11-20T12:00:00.000Z');
const from = '2026-11-20T11:00:00.000Z';

test('a list is copied with its time as it is now', () => {
  const forms = listForms('actor:ada "it\'s"', { from }, now, { pages, takesKeys: true });
  assert.deepEqual(
    forms.map(({ label, text }) => [label, decodeURIComponent(text)]),
    [
      ['Link', `${pages}/entries?q=actor:ada+"it's"&range=${from}..2026-11-20T12:00:00.000Z`],
      [
        'curl',
        `curl -H "Authorization: Bearer $WHODID_KEY" '${pages}/v1/entries?q=actor:ada+"it's"&from=${from}&to=2026-11-20T12:00:00.000Z'`,
      ],
      [
        'Command line',
        `whodid query 'actor:ada "it'\\''s"' --since ${from} --until 2026-11-20T12:00:00.000Z`,
      ],
    ],
  );
});

test('where there is no collector for keys there is no curl', () => {
  const forms = listForms('', {}, now, { pages, takesKeys: false });
  assert.deepEqual(
    forms.map(({ label }) => label),
    ['Link', 'Command line'],
  );
});
