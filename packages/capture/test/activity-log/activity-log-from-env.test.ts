import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { activityLogFromEnv } from '@whodid/capture/activity-log';
import { isWhodidError } from '@whodid/core';
import { scratch } from '../../../core/test/ship/scratch.ts';
import { StubLogger } from '../../../core/test/ship/stub-logger.ts';
import { until } from '../../../core/test/ship/until.ts';

const wrong: readonly (readonly [NodeJS.ProcessEnv, string])[] = [
  [{}, 'LOGGER_URL'],
  [{ LOGGER_URL: '' }, 'LOGGER_URL'],
  [{ LOGGER_URL: 'logger:8080' }, 'LOGGER_URL'],
  [{ LOGGER_URL: 'http://user:pass@logger/' }, 'LOGGER_URL'],
  [{ LOGGER_URL: 'http://logger/', AUDITLOG_TIMEOUT: 'soon' }, 'AUDITLOG_TIMEOUT'],
  [{ LOGGER_URL: 'http://logger/', AUDITLOG_TIMEOUT: '0' }, 'AUDITLOG_TIMEOUT'],
  [
    { LOGGER_URL: 'http://logger/', LOGGER_TOKEN: 'two words' },
    'LOGGER_TOKEN or AUDITLOG_AUTH_TOKEN',
  ],
];

for (const [env, option] of wrong) {
  test(`${JSON.stringify(env)} is refused and names ${option}`, () => {
    assert.throws(
      () => activityLogFromEnv(env),
      (error) => isWhodidError(error, 'CONFIG_INVALID') && error.facts.option === option,
    );
  });
}

test('token, timeout and directory come from the environment', async (context) => {
  const stub = await StubLogger.start();
  context.after(() => stub.down());
  const log = activityLogFromEnv({
    LOGGER_URL: stub.url,
    AUDITLOG_AUTH_TOKEN: 'Bearer service-token',
    AUDITLOG_TIMEOUT: '2.5',
    LOGGER_SPOOL_DIR: scratch(context).spoolDirectory,
    WHODID_SERVICE: 'billing',
  });
  await log.createLog({ action: 'x' });
  await log.close();
  const [request] = stub.requests;
  assert.equal(request?.headers.authorization, 'Bearer service-token');
  assert.equal(request?.payload.microserviceName, 'billing');
});

/** Runs a script of its own in an empty environment; gives what it printed. */
async function run(script: string, env: NodeJS.ProcessEnv): Promise<string> {
  const args = ['--conditions=whodid-source', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, {
    cwd: new URL('.', import.meta.url),
    env: { PATH: process.env.PATH, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  assert.equal(code, 0, output);
  return output;
}

const load = "import { createLog, sendActivityLog } from '@whodid/capture/activity-log';";

test('without LOGGER_URL delay warns once and throws nothing, and createLog rejects', async () => {
  const output = await run(
    `${load}
    sendActivityLog.delay({ action: 'x', newvaluejson: { note: 'Planted' } });
    sendActivityLog.delay({ action: 'y' });
    await createLog({ action: 'z' }).catch((error) => console.log(error.code, error.message));`,
    {},
  );
  assert.equal(output.match(/Activities are not sent/g)?.length, 1);
  assert.match(output, /CONFIG_INVALID Option LOGGER_URL must be/);
  assert.ok(!output.includes('Planted'));
});

test('LOGGER_URL may be set after the import, and a script that ends has sent everything', async (context) => {
  const stub = await StubLogger.start();
  context.after(() => stub.down());
  await run(
    `${load}
    process.env.LOGGER_URL = process.env.LATER;
    sendActivityLog.delay({ action: 'x' });`,
    { LATER: stub.url, LOGGER_SPOOL_DIR: scratch(context).spoolDirectory },
  );
  assert.equal(stub.payloads.size, 1);
});

test('what waits for its answer when the process exits is sent by the next one', async (context) => {
  const stub = await StubLogger.start();
  context.after(() => stub.down());
  const env = { LOGGER_URL: stub.url, LOGGER_SPOOL_DIR: scratch(context).spoolDirectory };
  await run(
    `${load}
    import { createServer, get } from 'node:http';
    const server = createServer((request) => {
      sendActivityLog.delay({ action: 'exited', request });
      process.exit(0);
    });
    server.listen(0, '127.0.0.1', () => get({ port: server.address().port }).on('error', () => {}));`,
    env,
  );
  await run(`${load} await createLog({ action: 'next' });`, env);
  await until('both', () => stub.payloads.size === 2);
  const found = [...stub.payloads.values()].find(({ action }) => action === 'exited');
  assert.equal(found?.actionStatus, 'Failed');
});
