// What an activity log promises, it promises as well when a queue is between it and the logger.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ActivityLog, activityLogFromEnv } from '@whodid/capture/activity-log';
import { replayFailed } from '@whodid/capture/bullmq';
import { collectorTransport, isWhodidError, type Parcel, within } from '@whodid/core';
import { type ActivityPayload, activityPayloadKeys } from '@whodid/core/view';
import { scratch } from '../../../core/test/ship/scratch.ts';
import { StubCollector } from '../../../core/test/ship/stub-collector.ts';
import type { StubLogger } from '../../../core/test/ship/stub-logger.ts';
import { until } from '../../../core/test/ship/until.ts';
import { openLog } from '../activity-log/open-log.ts';
import { type ActivityBench, activityBench } from './activity-bench.ts';
import { patienceMs } from './queue-bench.ts';
import { withoutRedis } from './redis-server.ts';

const options = { skip: withoutRedis };

test(
  'delay puts activities into the queue, from where each is posted once, in order',
  options,
  async (t) => {
    const { log, stub, queue, startWorker } = await activityBench(t);
    for (let number = 0; number < 120; number += 1) {
      const actor = { type: 'user', id: `u${number % 3}` } as const;
      within({ actor }, () => log.sendActivityLog.delay({ action: String(number) }));
    }
    await log.createLog({ action: 'last' });
    // In Redis, and nobody has posted any of it.
    assert.equal(stub.requests.length, 0);
    assert.ok((await queue.getWaitingCount()) > 0);

    await startWorker();
    await until('all arrived', () => stub.payloads.size === 121, patienceMs);
    for (const user of [0, 1, 2]) {
      const expected = Array.from({ length: 40 }, (_, index) => String(index * 3 + user));
      assert.deepEqual(actionsOf(stub, `u${user}`), expected);
    }
    assert.ok([...stub.arrivals().values()].every((count) => count === 1));
    assert.ok(
      stub.requests.every(({ headers }) => headers.authorization === 'Bearer of-the-worker'),
    );
  },
);

test('with and without a queue the same calls make the same 29 texts', options, async (t) => {
  const queued = await activityBench(t);
  await queued.startWorker();
  const direct = await openLog(t);
  const found: (readonly object[])[] = [];
  for (const { log, stub } of [queued, direct]) {
    await useApp(t, log);
    await until('all arrived', () => stub.payloads.size === 4, patienceMs);
    found.push(comparable(stub));
  }
  assert.deepEqual(found[0], found[1]);
  assert.deepEqual(
    comparable(queued.stub).map(({ action, actionStatus }) => [action, actionStatus]),
    [
      ['answered', 'Failed'],
      ['hung up', 'Failed'],
      ['script', 'Successful'],
      ['stated', 'Failed'],
    ],
  );
});

test(
  'actor, request id and tenant travel along, and what was sealed stays as it was',
  options,
  async (t) => {
    const { log, queue, startWorker } = await activityBench(t);
    const collector = await StubCollector.start();
    t.after(() => collector.down());
    const actor = { type: 'user', id: 'ada', name: 'Ada' } as const;
    within({ actor, requestId: 'r-1', tenant: 'acme' }, () =>
      log.sendActivityLog.delay({
        action: 'Change password',
        newvaluejson: { password: 'Planted-secret', kept: 'visible' },
      }),
    );
    await log.createLog({ action: 'last' });
    const jobs = await queue.getWaiting();
    const sealed = jobs.flatMap(({ data }) => (data as { entries: readonly Parcel[] }).entries);
    assert.equal(sealed.length, 2);
    assert.match(JSON.stringify(sealed), /visible/);
    assert.doesNotMatch(JSON.stringify(sealed), /Planted/);

    await startWorker(collectorTransport({ url: collector.url, key: 'test-key' }));
    await until('both arrived', () => collector.texts.size === 2, patienceMs);
    assert.deepEqual(
      sealed.map(({ id, text }) => [id, text]),
      [...collector.texts],
    );
    const [first] = collector.entries;
    assert.deepEqual(
      [first?.actor, first?.ambient?.requestId, first?.tenant],
      [actor, 'r-1', 'acme'],
    );
  },
);

test(
  'Redis away, the logger away, a poison activity: everything else arrives',
  options,
  async (t) => {
    const bench = await activityBench(t);
    const { log, stub, redis, queue } = bench;
    await bench.startWorker();
    const poison = 'nobody wants this';
    stub.answer = ({ payload }, response, usual) => {
      if (payload.action === poison) response.writeHead(422).end();
      else usual();
    };
    const sent: string[] = [];
    const send = (): void => {
      for (let count = 0; count < 100; count += 1) {
        sent.push(String(sent.length));
        log.sendActivityLog.delay({ action: sent.at(-1), user_request: { id: 'ada' } });
      }
    };
    send();
    log.sendActivityLog.delay({ action: poison });
    await redis.kill();
    send();
    await until('it is known', () => /bullmq/.test(log.state().trouble ?? ''), patienceMs);
    await redis.start();
    await stub.down();
    send();
    await until('all are queued', () => log.state().settled === 301, patienceMs);
    await stub.up();
    await until('all arrived', () => actionsOf(stub, 'ada').length === sent.length, patienceMs);
    assert.deepEqual(actionsOf(stub, 'ada'), sent);

    await untilFailed(bench, 1);
    const [failed] = await queue.getFailed();
    assert.match(failed?.failedReason ?? '', /was refused/);
    stub.answer = (_request, _response, usual) => usual();
    assert.equal(await replayFailed({ connection: redis.url, queue: queue.name }), 1);
    await until('it arrived', () => stub.payloads.size === sent.length + 1, patienceMs);
  },
);

test('LOGGER_REDIS_URL is all that an app says to have a queue', options, async (t) => {
  const { redis, stub, startWorker } = await activityBench(t);
  const log = activityLogFromEnv({
    LOGGER_REDIS_URL: redis.url,
    LOGGER_SPOOL_DIR: scratch(t).spoolDirectory,
  });
  await log.createLog({ action: 'x' });
  await log.close();
  await startWorker();
  await until('it arrived', () => stub.payloads.size === 1, patienceMs);
});

test('what cannot be a queue is refused, by name and without its value', () => {
  for (const [env, option] of [
    [{ LOGGER_REDIS_URL: 'http://:hunter2@redis/' }, 'LOGGER_REDIS_URL'],
    [{ LOGGER_REDIS_URL: 'redis://redis/', LOGGER_URL: 'logger:80' }, 'LOGGER_URL'],
  ] as const) {
    assert.throws(
      () => activityLogFromEnv(env),
      (error) =>
        isWhodidError(error, 'CONFIG_INVALID') &&
        error.facts.option === option &&
        !error.message.includes('hunter2'),
    );
  }
});

/** Four activities of an app: in a request that is answered, in one that is not, and outside. */
async function useApp(t: TestContext, log: ActivityLog): Promise<void> {
  const server = createServer((request, response) => {
    const action = request.url === '/orders/7' ? 'answered' : 'hung up';
    log.sendActivityLog.delay({ request, action, newvaluejson: { a: 1, token: 'x' } });
    if (action === 'answered') response.writeHead(422).end();
    else response.destroy();
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const headers = { 'user-agent': 'curl/8' };
  await fetch(`${url}/orders/7`, { method: 'PATCH', headers });
  await fetch(`${url}/hung-up`, { headers }).catch(() => undefined);
  log.sendActivityLog.delay({ action: 'stated', outcome: 'denied' });
  const actor = { type: 'user', id: 'ada' } as const;
  within({ actor }, () => log.sendActivityLog.delay({ action: 'script', module_id: 7 }));
}

/** What arrived, without what differs from one moment to the next. */
function comparable({ payloads }: Pick<ActivityBench['stub'], 'payloads'>): ActivityPayload[] {
  const found = [...payloads.values()].map((payload) => {
    assert.deepEqual(Object.keys(payload), [...activityPayloadKeys]);
    const moments = { auditID: '', timestamp: '', createdDate: '', startDate: '', endDate: '' };
    return { ...payload, ...moments, payloadCreatedDate: '' };
  });
  return found.toSorted((one, other) => one.action.localeCompare(other.action));
}

function actionsOf({ payloads }: StubLogger, user: string): readonly string[] {
  return [...payloads.values()].filter(({ userID }) => userID === user).map(({ action }) => action);
}

async function untilFailed({ queue }: ActivityBench, count: number): Promise<void> {
  for (const end = performance.now() + patienceMs; (await queue.getFailedCount()) !== count; ) {
    assert.ok(performance.now() < end, 'still waiting for failed jobs');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
