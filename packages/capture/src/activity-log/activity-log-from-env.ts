import { isWhodidError, type TransportSpec, WhodidError } from '@whodid/core';
import { bullmqTransport } from '../bullmq/bullmq-transport.ts';
import type { ActivityLog } from './activity-log.ts';
import { createActivityLog } from './create-activity-log.ts';

/** The queue of activities, where nothing else is said. Entries of other kinds have their own. */
const queueName = 'whodid-activities';

/**
 * Makes an activity log as the environment says: `LOGGER_URL`, which is required; `LOGGER_TOKEN`, else
 * `AUDITLOG_AUTH_TOKEN`; `AUDITLOG_TIMEOUT` in seconds; `LOGGER_SPOOL_DIR`; `WHODID_SERVICE`. With
 * `LOGGER_REDIS_URL` activities go into the queue `whodid-activities` there, and the first three are
 * those of its worker. An empty variable counts as not set.
 *
 * @throws WhodidError `CONFIG_INVALID`, with the name of the variable.
 */
export function activityLogFromEnv(env: NodeJS.ProcessEnv = process.env): ActivityLog {
  const { LOGGER_URL, LOGGER_TOKEN, AUDITLOG_AUTH_TOKEN, LOGGER_SPOOL_DIR, WHODID_SERVICE } = env;
  const queue = queueIn(env.LOGGER_REDIS_URL);
  if (!isHttpUrl(LOGGER_URL) && (LOGGER_URL || queue === undefined)) {
    const got = LOGGER_URL ? 'something else' : 'nothing';
    throw invalid('LOGGER_URL', 'the http: or https: URL of a logger, without user name', got);
  }
  return createActivityLog({
    loggerUrl: LOGGER_URL || undefined,
    queue,
    token: tokenIn(LOGGER_TOKEN || AUDITLOG_AUTH_TOKEN),
    timeoutMs: timeoutIn(env.AUDITLOG_TIMEOUT),
    spoolDir: LOGGER_SPOOL_DIR || undefined,
    service: WHODID_SERVICE || undefined,
  });
}

function isHttpUrl(text: string | undefined): boolean {
  if (text === undefined || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

function queueIn(connection: string | undefined): TransportSpec | undefined {
  if (!connection) return undefined;
  try {
    return bullmqTransport({ connection, queue: queueName });
  } catch (error) {
    if (!isWhodidError(error, 'CONFIG_INVALID')) throw error;
    throw invalid('LOGGER_REDIS_URL', 'a redis: or rediss: address', 'something else');
  }
}

// Some have it with the word before it, as the header will be.
function tokenIn(text: string | undefined): string | undefined {
  const token = text?.trim().replace(/^Bearer +/i, '');
  if (!token) return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw invalid('LOGGER_TOKEN or AUDITLOG_AUTH_TOKEN', 'a token', 'something else');
}

function timeoutIn(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const timeoutMs = Math.round(Number(text) * 1000);
  if (timeoutMs >= 100 && timeoutMs <= 50_000) return timeoutMs;
  throw invalid('AUDITLOG_TIMEOUT', 'seconds from 0.1 to 50', 'something else');
}

function invalid(option: string, wanted: string, got: string): WhodidError {
  return new WhodidError('CONFIG_INVALID', { option, wanted, got });
}
