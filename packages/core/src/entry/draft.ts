import type {
  Actor,
  AmbientIds,
  Change,
  Client,
  EntryFields,
  Http,
  HttpMessage,
  JsonObject,
  Target,
} from './entry.ts';

/** One direction of an HTTP exchange before redaction. */
export interface DraftMessage extends Omit<HttpMessage, 'headers' | 'body'> {
  /** As `node:http` gives them: any case, a list where a header was repeated. */
  readonly headers: { readonly [name: string]: string | number | readonly string[] | undefined };
  /** A parsed value, or a {@link RawBody} to be parsed by its content type. */
  readonly body?: unknown;
}

/** An HTTP exchange before redaction. */
export interface DraftHttp extends Omit<Http, 'request' | 'response' | 'query' | 'url' | 'path'> {
  /** Address as received: absolute, or path and query. `url`, `path` and `query` are read from it. */
  readonly url: string;
  readonly request: DraftMessage;
  readonly response: DraftMessage;
}

/**
 * Something that happened, still with secrets, inside the app's process.
 *
 * Only `action` is required. What is absent comes from ambient (actor, tenant, client, ids), from the
 * recorder (`service`, which is seldom another one than the recorder's), or from a default: `kind` is `action`, `outcome` is `success`, `occurredAt` is now.
 */
export interface Draft
  extends Partial<
    Pick<
      EntryFields,
      | 'kind'
      | 'stream'
      | 'outcome'
      | 'reason'
      | 'message'
      | 'level'
      | 'tenant'
      | 'service'
      | 'module'
      | 'moduleId'
      | 'endpoint'
    >
  > {
  readonly action: string;
  /** A UUIDv7 of your own, if the same happening may be reported twice. */
  readonly id?: string;
  /** When it happened; milliseconds since 1970, or a `Date`, or RFC 3339 text. */
  readonly occurredAt?: number | Date | string;
  readonly actor?: Omit<Actor, 'info'> & { readonly info?: unknown };
  readonly onBehalfOf?: readonly Actor[];
  readonly targets?: readonly Target[];
  readonly change?: Omit<Change, 'fields'> & {
    readonly fields: readonly {
      readonly name: string;
      readonly old?: unknown;
      readonly new?: unknown;
    }[];
  };
  readonly http?: DraftHttp;
  readonly client?: Client;
  readonly ambient?: AmbientIds;
  /** Anything of your own. Redacted and cut like everything else. */
  readonly data?: JsonObject | unknown;
}
