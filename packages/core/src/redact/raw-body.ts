/**
 * The first bytes of a body as they went over the wire, to be parsed and redacted by {@link seal}.
 *
 * Text in it is still secret. It is a class so that a parsed body can never be taken for one.
 */
export class RawBody {
  readonly bytes: Uint8Array;
  /** The `content-type` header, or `undefined` if there was none. */
  readonly contentType: string | undefined;
  /** The `content-encoding` header, or `undefined` if there was none. */
  readonly contentEncoding: string | undefined;

  constructor(
    bytes: Uint8Array,
    contentType: string | undefined,
    contentEncoding: string | undefined = undefined,
  ) {
    this.bytes = bytes;
    this.contentType = contentType;
    this.contentEncoding = contentEncoding;
  }
}
