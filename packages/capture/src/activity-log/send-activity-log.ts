import { type Acknowledgement, isWhodidError, type RecordOptions } from '@whodid/core';
import type { ActivityData } from './activity-data.ts';
import type { ActivityLog } from './activity-log.ts';
import { activityLogFromEnv } from './activity-log-from-env.ts';

let opened: ActivityLog | undefined;
let warned = false;

/**
 * See {@link ActivityLog.createLog}, with the activity log that the environment names: `LOGGER_URL` is
 * read at the first use.
 *
 * @throws WhodidError also `CONFIG_INVALID`, as without `LOGGER_URL`.
 */
export async function createLog(
  data: ActivityData,
  options?: RecordOptions,
): Promise<Acknowledgement> {
  return activityLog().createLog(data, options);
}

/** See {@link ActivityLog.sendActivityLog}. Without `LOGGER_URL` there is one warning of the process. */
export const sendActivityLog: ActivityLog['sendActivityLog'] = {
  delay(data) {
    try {
      activityLog().sendActivityLog.delay(data);
    } catch (error) {
      warn(error);
    }
  },
};

/** Sends what it can within `waitMs` (default 5000), then stops. The next use begins anew. */
export async function closeActivityLog(waitMs?: number): Promise<void> {
  const closing = opened;
  opened = undefined;
  await closing?.close(waitMs);
}

// At the first use and not when this file is loaded: an app may set its environment in between.
function activityLog(): ActivityLog {
  opened ??= activityLogFromEnv();
  return opened;
}

function warn(error: unknown): void {
  if (warned) return;
  warned = true;
  const reason = isWhodidError(error) ? error.message : 'it cannot be started';
  process.emitWarning(`Activities are not sent: ${reason}`, { code: 'WHODID_ACTIVITY_LOG' });
}
