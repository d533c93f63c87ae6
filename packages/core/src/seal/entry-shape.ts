import { actorTypes, changeTypes, kinds, outcomes } from '../entry/entry.ts';
import { readInstant } from '../entry/instant.ts';
import { isUuid } from '../entry/uuid-v7.ts';
import { type Check, filledText, listOf, recordOf, shape, that, word } from './checks.ts';

const deepest = 64;

const text = that('text', (value) => typeof value === 'string');
const flag = that('true or false', (value) => typeof value === 'boolean');
const count = that(
  'a whole number from 0 on',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);
const instant = that(
  'a time as in 2026-01-31T12:00:00.000Z',
  (value) => typeof value === 'string' && readInstant(value) !== undefined,
);
const json = that(`JSON nested at most ${deepest} deep`, (value) => isJson(value, deepest));
const jsonObject = that(
  `an object nested at most ${deepest} deep`,
  (value) => typeof value === 'object' && !Array.isArray(value) && isJson(value, deepest),
);

const isTrue = that('true', (value) => value === true);

const actor = shape({
  type: word(actorTypes),
  id: filledText,
  'name?': text,
  'email?': text,
  'role?': text,
  'roleId?': text,
  'info?': jsonObject,
  'credential?': text,
});

const message = shape({
  headers: recordOf(text, 500),
  'body?': json,
  bodyBytes: count,
  'cut?': isTrue,
  'streamed?': isTrue,
});

const http = shape({
  protocol: word(['http', 'https']),
  method: filledText,
  url: filledText,
  path: text,
  'route?': text,
  'name?': text,
  query: recordOf(
    that('text or a list of texts', (value) => typeof value === 'string' || isTexts(value)),
    1000,
  ),
  'statusCode?': that(
    'a whole number from 100 to 999',
    (value) => Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 999,
  ),
  durationMs: that('a number from 0 on', (value) => Number.isFinite(value) && Number(value) >= 0),
  request: message,
  response: message,
  'error?': text,
});

const change = shape({
  type: word(changeTypes),
  model: filledText,
  fields: listOf(shape({ name: filledText, 'old?': json, 'new?': json }), 500),
  'totalCount?': count,
  'ids?': listOf(filledText, 1000),
});

/** What a received entry may consist of. Only `action` must be there. */
export const entryShape: Check = shape({
  'id?': that('a UUID in lower case', (value) => typeof value === 'string' && isUuid(value)),
  'occurredAt?': instant,
  'observedAt?': instant,
  'schemaVersion?': that('1', (value) => value === 1),
  'tenant?': filledText,
  'kind?': word(kinds),
  'stream?': text,
  action: filledText,
  'outcome?': word(outcomes),
  'reason?': text,
  'message?': text,
  'level?': count,
  'actor?': actor,
  'onBehalfOf?': listOf(actor, 20),
  'targets?': listOf(shape({ type: filledText, id: filledText, 'name?': text }), 100),
  'change?': change,
  'http?': http,
  'client?': shape({
    ip: filledText,
    ipTrusted: flag,
    'peerIp?': text,
    'country?': text,
    'userAgent?': text,
    'browser?': text,
    'os?': text,
  }),
  'service?': shape({
    name: filledText,
    'version?': text,
    'instance?': text,
    'environment?': text,
  }),
  'module?': text,
  'moduleId?': text,
  'endpoint?': text,
  'ambient?': shape({
    'requestId?': text,
    'sessionId?': text,
    'traceId?': text,
    'spanId?': text,
    'correlationId?': text,
    'causationId?': text,
    'transactionId?': text,
  }),
  'producer?': shape({
    id: filledText,
    epoch: that(
      '16 hexadecimal digits',
      (value) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value),
    ),
    seq: that(
      'a whole number from 1 on',
      (value) => Number.isSafeInteger(value) && (value as number) >= 1,
    ),
  }),
  'data?': json,
  'masked?': listOf(shape({ path: text, rule: filledText }), 1000),
});

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

// Goes down no further than it has to, so no nesting can exhaust the stack.
function isJson(value: unknown, levels: number): boolean {
  if (typeof value !== 'object') return isPlain(value);
  if (value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      if (!isJson(value[index], levels - 1)) return false;
    }
    return true;
  }
  for (const key in value) {
    if (!isJson((value as { [key: string]: unknown })[key], levels - 1)) return false;
  }
  return true;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
