export { type ActivityDocument, activityDocument } from './activity-document.ts';
export {
  type ActivityPayload,
  activityPayload,
  activityPayloadKeys,
} from './activity-log/activity-payload.ts';
export { activityTypeOf } from './activity-log/activity-type.ts';
export {
  defaultAction,
  type PostedActivity,
  readActivityPayload,
} from './activity-log/read-activity-payload.ts';
export { type SplitValues, type StatedValues, splitValues } from './activity-log/stated-values.ts';
export { type ActivityLogRow, activityLogRow } from './activity-log-row.ts';
export { type AppLine, type AppLineParts, appLine, appLineOf } from './app-line.ts';
export { type AuditLoginLine, auditLoginLine } from './audit-login-line.ts';
export { type AuditModelLine, auditModelLine } from './audit-model-line.ts';
export { type AuditRequestLine, auditRequestLine } from './audit-request-line.ts';
export type { LineStyle } from './line-style.ts';
export type { UserInfo } from './user-info.ts';
