import { IncomingMessage } from 'node:http';

/** A request to an app, and what the app has made of it. */
export interface OuterRequest extends IncomingMessage {
  /** What a parser of the app has read already. */
  readonly body?: unknown;
}

/** What would tell the collector who asks: here the app does. */
const credentials: readonly string[] = ['authorization', 'cookie'];

/**
 * The same request as one to the collector itself: another address, no credentials, and its body from
 * the beginning, also if the app has read it. The app's own request stays as it is.
 */
export function innerRequest(outer: OuterRequest, url: string): IncomingMessage {
  const inner = new IncomingMessage(outer.socket);
  inner.method = outer.method ?? 'GET';
  inner.url = url;
  inner.httpVersion = outer.httpVersion;
  inner.httpVersionMajor = outer.httpVersionMajor;
  inner.httpVersionMinor = outer.httpVersionMinor;
  inner.headers = Object.fromEntries(
    Object.entries(outer.headers).filter(
      ([name]) => !credentials.includes(name) && !name.startsWith(':'),
    ),
  );
  // The connection is the app's: whatever becomes of this object, it goes on.
  inner._destroy = (error, callback) => callback(error);
  if (outer.readableDidRead) giveAgain(inner, outer.body);
  else pass(outer, inner);
  return inner;
}

function giveAgain(inner: IncomingMessage, body: unknown): void {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const bytes = Buffer.from(text ?? '');
  delete inner.headers['transfer-encoding'];
  // What the app has read was decompressed.
  delete inner.headers['content-encoding'];
  if (bytes.length > 0 || inner.headers['content-length'] !== undefined) {
    inner.headers['content-length'] = String(bytes.length);
  }
  inner._read = () => {};
  if (bytes.length > 0) inner.push(bytes);
  inner.complete = true;
  inner.push(null);
}

function pass(outer: IncomingMessage, inner: IncomingMessage): void {
  let isWired = false;
  const wire = (): void => {
    isWired = true;
    outer.on('data', (bytes) => {
      if (!inner.push(bytes)) outer.pause();
    });
    outer.on('end', () => {
      inner.complete = true;
      inner.push(null);
    });
    outer.on('error', (error) => inner.destroy(error));
  };
  // Not before somebody wants it: what is refused is not read.
  inner._read = () => {
    if (!isWired) wire();
    outer.resume();
  };
}
