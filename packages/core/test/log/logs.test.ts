import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { isWhodidError, within } from '@whodid/core';
import {
  createLogs,
  type LogLevel,
  type Logs,
  type LogsOptions,
  logLevels,
} from '@whodid/core/log';
import { renderJson } from '../../src/log/render-json.ts';
import { renderPlain } from '../../src/log/render-plain.ts';
import { collectingHandler } from './collecting-handler.ts';

/** Log output that ends with the test. */
function open(context: TestContext, options?: LogsOptions): Logs {
  const logs = createLogs(options);
  context.after(() => logs.close());
  return logs;
}

const ada = {
  requestId: 'r-1',
  actor: { type: 'user', id: 'u-1', email: 'ada@example.com' },
} as const;

test('scenario 24: the levels are those of document 001', () => {
  assert.deepEqual(logLevels, {
    DEBUG: 10,
    INFO: 20,
    AUDIT: 21,
    API: 22,
    LOGIN: 23,
    WARNING: 30,
    ERROR: 40,
    CRITICAL: 50,
  });
});

test('scenario 24: AUDIT, API and LOGIN are visible at INFO and hidden at WARNING', (context) => {
  const seen = (level: LogLevel): unknown[] => {
    const handler = collectingHandler();
    const logger = open(context, { root: { level, handlers: [handler] } }).getLogger('shop');
    logger.debug('x');
    logger.info('x');
    logger.audit('x');
    logger.api('x');
    logger.login('x');
    logger.warning('x');
    logger.error('x');
    logger.critical('x');
    return handler.lines.map((line) => line.level);
  };
  assert.deepEqual(seen('INFO'), ['INFO', 'AUDIT', 'API', 'LOGIN', 'WARNING', 'ERROR', 'CRITICAL']);
  assert.deepEqual(seen('WARNING'), ['WARNING', 'ERROR', 'CRITICAL']);
  assert.equal(seen('DEBUG').length, 8);
});

test('scenario 24: a line goes its way once: own handlers, parents, root', (context) => {
  const [root, audit, both] = [collectingHandler(), collectingHandler(), collectingHandler()];
  const logs = open(context, {
    root: { handlers: [root, both] },
    loggers: {
      'audit.model': { handlers: [audit] },
      noisy: { level: 'WARNING' },
      shop: { handlers: [both], propagate: true },
      'shop.quiet': { propagate: false },
    },
  });
  const say = (name: string): void => logs.getLogger(name).info(name);
  for (const name of ['audit.model', 'audit.model.user', 'noisy.inner', 'shop.a', 'shop.quiet'])
    say(name);
  say('other');
  logs.getLogger('noisy.inner').warning('loud');
  const messages = (handler: typeof root): unknown[] =>
    handler.fields().map(({ message }) => message);
  assert.deepEqual(messages(audit), ['audit.model', 'audit.model.user']);
  assert.deepEqual(messages(root), ['shop.a', 'other', 'loud']);
  // It is met twice on the way up.
  assert.deepEqual(messages(both), ['shop.a', 'other', 'loud']);
});

test('scenario 24: silencing an audit logger sends its lines to root', (context) => {
  const root = collectingHandler();
  const logs = open(context, {
    root: { handlers: [root] },
    loggers: {
      'audit.request': { handlers: [], propagate: true },
      'audit.model': { handlers: [] },
      'audit.login': {},
    },
  });
  for (const name of ['audit.request', 'audit.model', 'audit.login'])
    logs.getLogger(name).login(name);
  assert.deepEqual(
    root.fields().map(({ name }) => name),
    ['audit.request', 'audit.model', 'audit.login'],
  );
});

test('a handler leaves out what is below its level', (context) => {
  const [all, loud] = [collectingHandler(), collectingHandler('ERROR')];
  const logger = open(context, { root: { handlers: [all, loud] } }).getLogger('shop');
  logger.warning('x');
  logger.error('x');
  assert.deepEqual([all.lines.length, loud.lines.length], [2, 1]);
});

test('scenario 24: a sign-in has event, success, error and user_id at top level', (context) => {
  const root = collectingHandler();
  const logs = open(context, { root: { handlers: [root] }, loggers: { 'audit.login': {} } });
  within(ada, () => {
    const extra = { cognito_id: 'c-1' };
    const fields = { event: 'login', success: false, error: 'locked', extra, device: 'phone' };
    logs.getLogger('audit.login').login('Sign-in refused', fields);
  });
  const [line] = root.fields();
  const { timestamp, ...rest } = line ?? {};
  assert.match(String(timestamp), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
  assert.deepEqual(rest, {
    level: 'LOGIN',
    name: 'audit.login',
    log_type: 'login',
    message: 'Sign-in refused',
    request_id: 'r-1',
    user_id: 'u-1',
    user_info: {
      title: '',
      email: 'ada@example.com',
      first_name: '',
      middle_name: '',
      last_name: '',
    },
    event: 'login',
    success: false,
    error: 'locked',
    // The unknown `device` stands beside what the caller gave, and does not take its place.
    extra: { cognito_id: 'c-1', device: 'phone' },
  });
});

test('scenario 24: extra survives unknown keys, whatever it is', (context) => {
  const root = collectingHandler();
  const logger = open(context, { root: { handlers: [root] } }).getLogger('shop');
  logger.info('x', { extra: { total_count: 3, size: 1 }, size: 2, color: 'red' });
  logger.info('x', { extra: 'text', color: 'red' });
  logger.info('x', { level: 'forged', name: 'forged' });
  const extras = root.fields().map(({ extra }) => extra);
  assert.deepEqual(extras[0], { total_count: 3, size: 1, color: 'red' });
  assert.deepEqual(extras[1], { extra: 'text', color: 'red' });
  assert.deepEqual(extras[2], { level: 'forged', name: 'forged' });
  assert.equal(root.fields()[2]?.name, 'shop');
});

test('every line has the request id and who acts, in its own surroundings', async (context) => {
  const root = collectingHandler();
  const logger = open(context, { root: { handlers: [root] } }).getLogger('shop');
  const request = async (id: string): Promise<void> =>
    within({ requestId: `r-${id}`, actor: () => ({ type: 'user', id }) }, async () => {
      await new Promise(setImmediate);
      logger.info(id);
    });
  await Promise.all(['a', 'b', 'c'].map(request));
  logger.info('');
  const throwing = () => {
    throw new Error('no actor');
  };
  within({ actor: throwing }, () => logger.info(''));
  within({ actor: { type: 'anonymous', id: 'anonymous' } }, () => logger.info(''));
  for (const { message, request_id, user_id } of root.fields()) {
    assert.equal(user_id, message);
    assert.equal(request_id, message === '' ? '' : `r-${message}`);
  }
  assert.equal(root.lines.length, 6);
});

test('an app line knows file and function that it comes from', (context) => {
  const root = collectingHandler();
  const { info } = open(context, { root: { handlers: [root] } }).getLogger('shop');
  const limit = Error.stackTraceLimit;
  function placeOrder(): void {
    info('placed');
  }
  placeOrder();
  const [line] = root.fields();
  assert.equal(line?.path, import.meta.filename);
  assert.deepEqual([line?.module, line?.function], ['logs.test', 'placeOrder']);
  assert.equal(Error.stackTraceLimit, limit);
});

test('an exception is in the line with its stack', (context) => {
  const root = collectingHandler();
  const logger = open(context, { root: { handlers: [root] } }).getLogger('shop');
  logger.error('failed', new TypeError('no such order'));
  logger.error('failed', { exception: new TypeError('no such order'), order: 7 });
  for (const { exception } of root.fields()) {
    assert.match(String(exception), /^TypeError: no such order\n\s+at /);
  }
  assert.deepEqual(root.fields()[1]?.extra, { order: 7 });
  logger.info('fine');
  assert.deepEqual([root.fields()[2]?.exception, 'extra' in (root.fields()[2] ?? {})], ['', false]);
});

test('log_type is app, or the role that the process was given', (context) => {
  const types = (role?: string): unknown[] => {
    const root = collectingHandler();
    const silent = { handlers: [] };
    const loggers = { 'audit.request': silent, 'audit.model': silent, 'audit.login': silent };
    const logs = open(context, { root: { handlers: [root] }, loggers, role });
    for (const name of ['shop', 'audit.request', 'audit.model', 'audit.login']) {
      logs.getLogger(name).login(name);
    }
    return root.fields().map(({ log_type }) => log_type);
  };
  assert.deepEqual(types(), ['app', 'api', 'audit', 'login']);
  assert.deepEqual(types('worker'), ['worker', 'api', 'worker', 'login']);
});

test('nothing that is logged keeps a secret', (context) => {
  const root = collectingHandler();
  const logs = open(context, {
    root: { handlers: [root] },
    loggers: { 'audit.request': {} },
    redact: { maskKeys: ['iban'] },
  });
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const logger = logs.getLogger('shop');
  logger.info(`token is ${jwt}`, { password: 'hunter2', deep: [{ iban: 'NL91ABNA0417164300' }] });
  logger.error('failed', new Error(`could not use ${jwt}`));
  within({ requestId: jwt, actor: { type: 'user', id: jwt } }, () => logger.info('x'));
  logs
    .getLogger('audit.request')
    .api('x', { request_repr: { headers: { Authorization: 'Bearer hunter2' } } });
  const written = JSON.stringify(root.fields());
  for (const secret of [jwt, 'hunter2', 'NL91ABNA0417164300']) assert.ok(!written.includes(secret));
  assert.equal(root.lines.length, 4);
});

test('what is handed in is neither called nor changed, and never breaks the app', (context) => {
  const root = collectingHandler();
  const logger = open(context, { root: { handlers: [root] } }).getLogger('shop');
  const circular: { [name: string]: unknown } = { big: 5n };
  circular.self = circular;
  const hostile = {
    get trap() {
      throw new Error('a getter was called');
    },
    toJSON() {
      throw new Error('toJSON was called');
    },
  };
  const proxy = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('a proxy was asked');
      },
    },
  );
  const say = logger.info as (message: unknown, fields?: unknown) => void;
  for (const fields of [circular, hostile, proxy, Object.freeze({ a: 1 }), null, 5, 'text', [1]])
    say('x', fields);
  for (const message of [undefined, null, 5, {}, Symbol('x'), circular]) say(message);
  assert.equal(root.lines.length, 14);
  for (const line of root.lines) JSON.parse(renderJson(line));
});

test('scenario 24: no text can forge a line, in either form', (context) => {
  const root = collectingHandler();
  const logger = open(context, { root: { handlers: [root] } }).getLogger('a\nb');
  const forged = '\n2025-05-15 13:38:02.141 [AUDIT   ] forged\r\u2028\u0085\u001b[2J\u202e';
  logger.info(forged, { [forged]: forged, extra: { deep: [forged] }, request_id: forged });
  logger.error(forged, new Error(forged));
  for (const line of root.lines) {
    const json = renderJson(line);
    assert.ok(!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(json));
    assert.deepEqual(JSON.parse(json), line.fields);
    const [head, ...stack] = renderPlain(line).split('\n');
    for (const text of [head ?? '', ...stack]) assert.ok(!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text));
    for (const text of stack) assert.match(text, /^ {4}/);
  }
});

test('scenario 24: plain text is readable: time, level, message, logger, then the rest', () => {
  const fields = {
    timestamp: '2025-05-19 15:25:27.836',
    level: 'API',
    name: 'audit.request',
    log_type: 'api',
    message: 'Audit Internal Request',
    request_id: 'r-1',
    user_id: '',
    user_info: { title: '', email: '' },
    request_repr: { method: 'GET', path: '/a' },
    error_message: null,
    execution_time: 0.5,
    note: 'two words',
    extra: {},
  };
  assert.equal(
    renderPlain({ level: 'API', fields }),
    '2025-05-19 15:25:27.836 [API     ] Audit Internal Request [audit.request] request_id=r-1 ' +
      'request_repr={"method":"GET","path":"/a"} execution_time=0.5 note="two words"',
  );
});

test('a handler that throws costs neither the app nor the other handlers', async (context) => {
  const good = collectingHandler();
  const fail = () => {
    throw new Error('broken');
  };
  const broken = { ...collectingHandler(), write: fail, flush: fail, close: fail };
  const faults: unknown[] = [];
  const logs = open(context, {
    root: { handlers: [broken, good] },
    onFault: (...fault) => {
      faults.push(fault);
      throw new Error('so is this');
    },
  });
  logs.getLogger('shop').info('x');
  await logs.flush();
  assert.deepEqual([good.lines.length, faults.length], [1, 2]);
});

test('isEnabled spares the work of a line that is not written', (context) => {
  const logs = open(context, { loggers: { quiet: { level: 'ERROR' } } });
  const { isEnabled } = logs.getLogger('quiet.inner');
  assert.deepEqual([isEnabled('WARNING'), isEnabled('ERROR')], [false, true]);
  assert.equal(logs.getLogger().name, 'root');
});

test('options that are none are refused with the nearest that is', () => {
  const wrong = createLogs as unknown as (options: unknown) => Logs;
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [{ logger: {} }, /logs\.logger, did you mean loggers/],
    [{ root: { levle: 'INFO' } }, /logs\.root\.levle, did you mean level/],
    [{ root: { level: 'LOUD' } }, /logs\.root\.level must be one of DEBUG/],
    [{ loggers: { shop: { handler: [] } } }, /logs\.loggers\.shop\.handler, did you mean handlers/],
    [{ loggers: { shop: { handlers: [{}] } } }, /logs\.loggers\.shop\.handlers must be/],
    [{ loggers: { root: {} } }, /logs\.loggers\.root, did you mean logs\.root/],
    [{ role: 5 }, /logs\.role must be text/],
    [{ redact: { maskKey: [] } }, /redact\.maskKey, did you mean maskKeys/],
  ];
  for (const [options, message] of refused) {
    assert.throws(
      () => wrong(options),
      (error) => isWhodidError(error) && message.test(error.message),
    );
  }
});
