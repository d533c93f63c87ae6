/** A value as JSON can carry it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** How something was noticed. */
export type Kind =
  | 'http.in'
  | 'http.out'
  | 'sftp.out'
  | 'model'
  | 'auth'
  | 'action'
  | 'note'
  | 'gap';
export const kinds: readonly Kind[] = [
  'http.in',
  'http.out',
  'sftp.out',
  'model',
  'auth',
  'action',
  'note',
  'gap',
];

/** With what result. */
export type Outcome = 'success' | 'failure' | 'denied' | 'unknown';
export const outcomes: readonly Outcome[] = ['success', 'failure', 'denied', 'unknown'];

export type ActorType = 'user' | 'service' | 'agent' | 'system' | 'anonymous';
export const actorTypes: readonly ActorType[] = ['user', 'service', 'agent', 'system', 'anonymous'];

/** Who acted. An anonymous actor has the id `anonymous`. */
export interface Actor {
  readonly type: ActorType;
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  readonly role?: string;
  readonly roleId?: string;
  readonly info?: JsonObject;
  /** Which key or token was used, by a name that cannot be used to sign in. */
  readonly credential?: string;
}

/** On what. */
export interface Target {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
}

export type ChangeType =
  | 'CREATE'
  | 'UPDATE'
  | 'DELETE'
  | 'BULK_CREATE'
  | 'BULK_UPDATE'
  | 'BULK_DELETE'
  | 'M2M'
  | 'PRE_CREATE'
  | 'PRE_UPDATE'
  | 'PRE_DELETE';
export const changeTypes: readonly ChangeType[] = [
  'CREATE',
  'UPDATE',
  'DELETE',
  'BULK_CREATE',
  'BULK_UPDATE',
  'BULK_DELETE',
  'M2M',
  'PRE_CREATE',
  'PRE_UPDATE',
  'PRE_DELETE',
];

/** One model change. */
export interface Change {
  readonly type: ChangeType;
  readonly model: string;
  readonly fields: readonly { readonly name: string; readonly old?: Json; readonly new?: Json }[];
  readonly totalCount?: number;
  readonly ids?: readonly string[];
}

/** One direction of an HTTP exchange. */
export interface HttpMessage {
  /** Names in lower case; repeated headers joined with `, ` as in RFC 9110 section 5.3. */
  readonly headers: { readonly [name: string]: string };
  readonly body?: Json;
  /** Bytes that went over the wire for the body, whether kept or not. */
  readonly bodyBytes: number;
  /** Whether `body` is only the beginning, because it was longer than the limit. */
  readonly cut?: true;
  /** Whether it was written part by part as it was made, without saying how long it would be. */
  readonly streamed?: true;
}

/** One HTTP exchange. */
export interface Http {
  readonly protocol: 'http' | 'https';
  readonly method: string;
  /** The whole address with secrets in its query masked. */
  readonly url: string;
  readonly path: string;
  /** The route's pattern, as in `/orders/:id`. */
  readonly route?: string;
  readonly name?: string;
  /** Query parameters; one that is repeated is a list. */
  readonly query: { readonly [name: string]: string | readonly string[] };
  /** Absent if the exchange ended before there was an answer. */
  readonly statusCode?: number;
  readonly durationMs: number;
  readonly request: HttpMessage;
  readonly response: HttpMessage;
  /** What broke the exchange off: `client_closed`, or the error's name and message. */
  readonly error?: string;
}

/** From where. */
export interface Client {
  readonly ip: string;
  /** Whether `ip` was seen on the connection itself or told by a proxy that we trust. */
  readonly ipTrusted: boolean;
  /** The address on the connection itself, if it is another one: that of a proxy. */
  readonly peerIp?: string;
  readonly country?: string;
  readonly userAgent?: string;
  readonly browser?: string;
  readonly os?: string;
}

/** Which program noticed it. */
export interface Service {
  readonly name: string;
  readonly version?: string;
  readonly instance?: string;
  readonly environment?: string;
}

/** What ties entries together. */
export interface AmbientIds {
  readonly requestId?: string;
  readonly sessionId?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly transactionId?: string;
}

/** One start of one process. It numbers its entries 1, 2, 3 ... without holes. */
export interface Producer {
  readonly id: string;
  /** 16 hexadecimal digits, random at each start. */
  readonly epoch: string;
  readonly seq: number;
}

/** What redaction took out, and where. */
export interface Masked {
  /** Dots and brackets, as in `http.request.body.users[0].token`. */
  readonly path: string;
  readonly rule: string;
}

/** The fields of an entry. Times are RFC 3339 UTC with milliseconds. Unknown means absent. */
export interface EntryFields {
  /** UUIDv7, lower case; a UUIDv8 where the id follows from what may happen only once. */
  readonly id: string;
  readonly occurredAt: string;
  readonly observedAt: string;
  readonly schemaVersion: 1;
  readonly tenant: string;
  readonly kind: Kind;
  /** Name of the text stream the entry belongs to, as in `LOGIN`. */
  readonly stream?: string;
  /** A stable dotted verb phrase: `invoice.approve`. */
  readonly action: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly message?: string;
  /** Severity: AUDIT 21, API 22, LOGIN 23. */
  readonly level?: number;
  readonly actor: Actor;
  readonly onBehalfOf?: readonly Actor[];
  readonly targets: readonly Target[];
  readonly change?: Change;
  readonly http?: Http;
  readonly client?: Client;
  readonly service: Service;
  readonly module?: string;
  readonly moduleId?: string;
  readonly endpoint?: string;
  readonly ambient?: AmbientIds;
  readonly producer: Producer;
  readonly data?: Json;
  readonly masked?: readonly Masked[];
}

declare const sealed: unique symbol;

/**
 * A sealed draft: redacted, limited in size, identified, frozen. It never changes.
 *
 * Only {@link seal} and {@link admit} make one, and every transport and store takes nothing else:
 * forgetting redaction is a compile error.
 */
export type Entry = EntryFields & { readonly [sealed]: true };

/** The canonical text (RFC 8785) of an {@link Entry}: its bytes, fixed once and stored as they are. */
export type SealedText = string & { readonly [sealed]: true };
