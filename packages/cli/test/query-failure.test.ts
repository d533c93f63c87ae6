import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryFailure } from '../src/query-failure.ts';
import { formatFailure } from '../src/report-error.ts';
import { plain } from '../src/terminal/paint.ts';

test('a wrong query is shown with carets under the place and with what was meant', () => {
  const place = { at: 10, length: 8, suggestion: 'yesterday' };
  const failure = queryFailure('created:>=yesteday actor:ada', place, 'No such time');
  assert.equal(failure.exitCode, 2);
  assert.equal(
    formatFailure(failure, plain),
    [
      '✖ No such time',
      '    created:>=yesteday actor:ada',
      '              ^^^^^^^^',
      '  → did you mean yesterday?',
      '',
    ].join('\n'),
  );
});

test('the caret stays under the place when what is before it had to be written out', () => {
  const { message } = queryFailure('\u001b[2J a:b', { at: 5, length: 3 }, 'No such field');
  const [, query = '', carets = ''] = message.split('\n');
  assert.equal(query.slice(carets.indexOf('^'), carets.length), 'a:b');
});

test('a query that ends too early has a caret behind its end', () => {
  const { message } = queryFailure('(a', { at: 2, length: 0 }, 'A parenthesis is not closed');
  assert.equal(message.split('\n')[2], '      ^');
});
