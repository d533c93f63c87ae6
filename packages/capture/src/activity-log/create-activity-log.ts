import { resolve } from 'node:path';
import {
  activityLogTransport,
  createRecorder,
  createRedactor,
  defaultServiceName,
  readOptions,
  type TransportSpec,
  WhodidError,
} from '@whodid/core';
import { type ActivityLog, RecordedActivityLog } from './activity-log.ts';
import { type ActivityLogOptions, activityLogRules } from './activity-log-options.ts';

const batchSize = 20;
const maxWaitMs = 50;

/** Where the entries of each spool directory go, in this process. */
const destinations = new Map<string, string>();

/**
 * Makes an activity log of its own, with a ring, a spool and a thread that sends what is in them, to
 * the logger or into a queue. One for each destination is enough.
 *
 * @throws WhodidError `CONFIG_INVALID`, `CONFIG_UNKNOWN`.
 */
export function createActivityLog(options: ActivityLogOptions): ActivityLog {
  const settings = readOptions('activityLog', activityLogRules, options);
  const { loggerUrl: url, token, timeoutMs, queue, spoolDir, service, redact, onFault } = settings;
  if (url === '' && queue === null) {
    throw invalid('loggerUrl', 'the address of a logger', 'nothing');
  }
  const transport = queue ?? activityLogTransport({ url, token, timeoutMs });
  claimDirectory(spoolDir, transport);
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

// After a crash nobody could tell which of two destinations an entry was meant for.
function claimDirectory(spoolDir: string, transport: TransportSpec): void {
  const path = resolve(spoolDir);
  const destination = destinationOf(transport);
  const taken = destinations.get(path);
  if (taken !== undefined && taken !== destination) {
    throw invalid('spoolDir', 'a directory that no other address or queue uses', spoolDir);
  }
  destinations.set(path, destination);
}

// Of a logger the address alone: it may be another token that opens it now.
function destinationOf({ module, options }: TransportSpec): string {
  const isLogger = typeof options === 'object' && options !== null && 'url' in options;
  return isLogger ? String(options.url) : JSON.stringify([module, options]);
}

function invalid(option: string, wanted: string, got: string): WhodidError {
  return new WhodidError('CONFIG_INVALID', { option: `activityLog.${option}`, wanted, got });
}
