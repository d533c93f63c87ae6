export { type Ambient, ambient, within } from './ambient/ambient.ts';
export { ambientActor } from './ambient/ambient-actor.ts';
export { type Clock, systemClock } from './clock.ts';
export { canonicalJson, canonicalText } from './entry/canonical.ts';
export { csvCell } from './entry/csv-cell.ts';
export { derivedUuid } from './entry/derived-uuid.ts';
export type { Draft, DraftHttp, DraftMessage } from './entry/draft.ts';
export {
  type Actor,
  type ActorType,
  type AmbientIds,
  actorTypes,
  type Change,
  type ChangeType,
  type Client,
  changeTypes,
  type Entry,
  type EntryFields,
  type Http,
  type HttpMessage,
  type Json,
  type JsonObject,
  type Kind,
  kinds,
  type Masked,
  type Outcome,
  outcomes,
  type Producer,
  type SealedText,
  type Service,
  type Target,
} from './entry/entry.ts';
export { sha256 } from './entry/hash.ts';
export { createIds, isUuid } from './entry/uuid-v7.ts';
export {
  type AnyWhodidError,
  type ErrorCode,
  type ErrorFacts,
  errorCodes,
  isWhodidError,
  WhodidError,
} from './errors.ts';
export { nearest } from './nearest.ts';
export {
  custom,
  flag,
  type OptionRule,
  type OptionRules,
  oneOf,
  type ReadOptions,
  readOptions,
  text,
  texts,
  wholeNumber,
} from './options.ts';
export {
  describeQuery,
  type FieldTerm,
  type FieldValue,
  formatQuery,
  type Match,
  matches,
  type ParseOptions,
  parseQuery,
  type Query,
  type QueryField,
  type QueryFieldRow,
  type QueryLimits,
  queryFields,
  queryLimits,
  searchText,
  type TextTerm,
  timeWords,
  tokens,
  valuesOf,
} from './query/index.ts';
export { type AuthDetails, authDraft } from './recorder/auth-draft.ts';
export { createRecorder } from './recorder/create-recorder.ts';
export { defaultServiceName } from './recorder/default-service-name.ts';
export type { Outbox } from './recorder/outbox.ts';
export {
  type Acknowledgement,
  type EntryListener,
  type Level,
  levels,
  type Recorder,
  type RecorderState,
  type RecordOptions,
} from './recorder/recorder.ts';
export { recorderFromEnv } from './recorder/recorder-from-env.ts';
export type { RecorderOptions } from './recorder/recorder-options.ts';
export { decompressed } from './redact/body/decompress.ts';
export { createRedactor } from './redact/create-redactor.ts';
export type { RedactLimits } from './redact/limits.ts';
export { RawBody } from './redact/raw-body.ts';
export type { RedactOptions } from './redact/redact-options.ts';
export type { MaskedList, Redactor } from './redact/redactor.ts';
export type { UnsafeOptions } from './redact/unsafe-options.ts';
export { type AdmitTools, admit } from './seal/admit.ts';
export { type DraftText, seal, sealText } from './seal/seal.ts';
export type { SealTools } from './seal/seal-tools.ts';
export { deliverBatch } from './ship/deliver-batch.ts';
export {
  type ActivityLogTransportOptions,
  activityLogTransport,
} from './transport/activity-log-transport.ts';
export {
  type CollectorTransportOptions,
  collectorTransport,
} from './transport/collector-transport.ts';
export { consoleTransport } from './transport/console-transport.ts';
export { loadTransport } from './transport/load-transport.ts';
export type { Parcel, Receipt, Transport, TransportSpec } from './transport/transport.ts';
