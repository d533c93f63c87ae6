export type { ActivityData } from './activity-data.ts';
export type { ActivityLog } from './activity-log.ts';
export { activityLogFromEnv } from './activity-log-from-env.ts';
export type { ActivityLogOptions } from './activity-log-options.ts';
export { createActivityLog } from './create-activity-log.ts';
export { closeActivityLog, createLog, sendActivityLog } from './send-activity-log.ts';
