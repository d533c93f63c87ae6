import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pinoAmbient } from '@whodid/capture/pino';
import { type Ambient, isWhodidError, within } from '@whodid/core';
import { type LoggerOptions, pino } from 'pino';

const ada: Ambient = { requestId: 'r-1', actor: { type: 'user', id: 'u-1' } };

test('each line of a logger and of its children has the request id and who acts', () => {
  const { logger, lines } = open(pinoAmbient());
  within(ada, () => {
    logger.info('one');
    logger.child({ module: 'orders' }).warn({ order: 7 }, 'two');
  });
  const [one, two] = lines();
  assert.deepEqual([one?.msg, one?.request_id, one?.user_id], ['one', 'r-1', 'u-1']);
  assert.deepEqual([two?.msg, two?.request_id, two?.user_id], ['two', 'r-1', 'u-1']);
  assert.deepEqual([two?.module, two?.order], ['orders', 7]);
});

test('requests that overlap keep their own', async () => {
  const { logger, lines } = open(pinoAmbient());
  const request = async (id: string): Promise<void> =>
    within({ requestId: `r-${id}`, actor: () => ({ type: 'user', id }) }, async () => {
      await new Promise(setImmediate);
      logger.info(id);
    });
  await Promise.all(['a', 'b', 'c'].map(request));
  assert.equal(lines().length, 3);
  for (const line of lines()) {
    assert.deepEqual([line.request_id, line.user_id], [`r-${line.msg}`, line.msg]);
  }
});

test('what is not known is absent, and never breaks a line', () => {
  const { logger, lines } = open(pinoAmbient());
  const broken = () => {
    throw new Error('no actor');
  };
  logger.info('outside');
  within({ actor: { type: 'anonymous', id: 'anonymous' } }, () => logger.info('anonymous'));
  within({ actor: broken }, () => logger.info('broken'));
  within({ actor: (() => 'text') as unknown as () => null }, () => logger.info('odd'));
  assert.deepEqual(
    lines().map(({ msg }) => msg),
    ['outside', 'anonymous', 'broken', 'odd'],
  );
  for (const line of lines()) assert.ok(!('request_id' in line) && !('user_id' in line));
});

test('the app’s own mixin is called as ever, and its fields win', () => {
  const seen: unknown[] = [];
  const kept = Object.freeze({ region: 'eu', user_id: 'own' });
  const { logger, lines } = open(
    pinoAmbient({
      mixin: (mergeObject: object, level: number) => {
        seen.push([{ ...mergeObject }, level]);
        return kept;
      },
    }),
  );
  within(ada, () => logger.info({ order: 7 }, 'one'));
  const [one] = lines();
  assert.deepEqual([one?.region, one?.request_id, one?.user_id], ['eu', 'r-1', 'own']);
  assert.deepEqual(seen, [[{ order: 7 }, 30]]);
});

test('fields of the call itself win', () => {
  const { logger, lines } = open(pinoAmbient());
  within(ada, () => logger.info({ request_id: 'given' }, 'one'));
  within(ada, () => logger.info('two'));
  assert.deepEqual(
    lines().map(({ request_id }) => request_id),
    ['given', 'r-1'],
  );
});

test('an option that does not exist is refused', () => {
  const wrong = pinoAmbient as (options: unknown) => unknown;
  assert.throws(() => wrong({ mixn: () => ({}) }), /pinoAmbient\.mixn, did you mean mixin/);
  assert.throws(
    () => wrong({ mixin: {} }),
    (error) => isWhodidError(error, 'CONFIG_INVALID'),
  );
});

interface Line {
  readonly [name: string]: unknown;
}

function open(options: LoggerOptions): { logger: pino.Logger; lines(): readonly Line[] } {
  const texts: string[] = [];
  const logger = pino(options, { write: (text: string) => void texts.push(text) });
  return { logger, lines: () => texts.map((text) => JSON.parse(text) as Line) };
}
