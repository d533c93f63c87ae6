import { resolve } from 'node:path';
import {
  activityLogTransport,
  createRecorder,
  createRedactor,
  defaultServiceName,
  readOptions,
  WhodidError,
} from '@whodid/core';
import { type ActivityLog, RecordedActivityLog } from './activity-log.ts';
import { type ActivityLogOptions, activityLogRules } from './activity-log-options.ts';

const batchSize = 20;
const maxWaitMs = 50;

/** Which address the entries of each spool directory go to, in this process. */
const addresses = new Map<string, string>();

/**
 * Makes an activity log of its own, with a ring, a spool and a thread that sends what is in them. One
 * for each address is enough.
 *
 * @throws WhodidError `CONFIG_INVALID`, `CONFIG_UNKNOWN`.
 */
export function createActivityLog(options: ActivityLogOptions): ActivityLog {
  const settings = readOptions('activityLog', activityLogRules, options);
  const { loggerUrl: url, token, timeoutMs, spoolDir, service, redact, onFault } = settings;
  if (url === '') throw invalid('loggerUrl', 'the address of a logger', 'nothing');
  const transport = activityLogTransport({ url, token, timeoutMs });
  claimDirectory(spoolDir, url);
  const serviceName = service === '' ? defaultServiceName() : service;
  const recorder = createRecorder({
    transport,
    spoolDirectory: spoolDir,
    service: serviceName,
    redact,
    onFault,
    batchSize,
    maxWaitMs,
  });
  return new RecordedActivityLog(recorder, { redactor: createRedactor(redact), serviceName });
}

// After a crash nobody could tell which of two addresses an entry was meant for.
function claimDirectory(spoolDir: string, url: string): void {
  const path = resolve(spoolDir);
  const taken = addresses.get(path);
  if (taken !== undefined && taken !== url) {
    throw invalid('spoolDir', 'a directory that no other address uses', spoolDir);
  }
  addresses.set(path, url);
}

function invalid(option: string, wanted: string, got: string): WhodidError {
  return new WhodidError('CONFIG_INVALID', { option: `activityLog.${option}`, wanted, got });
}
