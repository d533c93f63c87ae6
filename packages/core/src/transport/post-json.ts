import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** What a server answered, as far as it was read. */
export interface JsonAnswer {
  readonly statusCode: number;
  /** The header `Retry-After`. */
  readonly retryAfter: string | undefined;
  /** At most 64 KiB; empty if it broke off. */
  readonly body: string;
}

/** Why there is no answer: a code of Node's, `timeout`, or `aborted`. */
export class NoAnswer extends Error {
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'NoAnswer';
    this.reason = reason;
  }
}

const bodyLimitBytes = 64 * 1024;

/**
 * Posts JSON to one address, over connections that are kept. Redirects are answers like any other, and
 * certificates are verified whatever the environment says.
 */
export class JsonPoster {
  readonly #url: URL;
  readonly #headers: { readonly [name: string]: string };
  readonly #timeoutMs: number;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor(
    url: string,
    options: {
      readonly token: string;
      readonly timeoutMs: number;
      readonly connections: number;
    },
  ) {
    const { token, timeoutMs, connections } = options;
    this.#url = new URL(url);
    this.#timeoutMs = timeoutMs;
    this.#headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'whodid',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    };
    const kept = { keepAlive: true, maxSockets: connections } as const;
    this.#agent = this.#isSecure
      ? new HttpsAgent({ ...kept, rejectUnauthorized: true })
      : new HttpAgent(kept);
  }

  /** @throws NoAnswer if there is none within the time, or `signal` aborts. */
  post(body: string, signal: AbortSignal): Promise<JsonAnswer> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) throw new NoAnswer('aborted');
      const bytes = Buffer.from(body);
      const headers = { ...this.#headers, 'content-length': String(bytes.length) };
      const options = { method: 'POST', agent: this.#agent, headers };
      const request = this.#isSecure
        ? httpsRequest(this.#url, options)
        : httpRequest(this.#url, options);
      // The whole exchange, so that a server which drips its answer is cut off too.
      const timer = setTimeout(() => request.destroy(new NoAnswer('timeout')), this.#timeoutMs);
      const abort = (): void => void request.destroy(new NoAnswer('aborted'));
      signal.addEventListener('abort', abort, { once: true });
      request.once('close', () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      });
      readAnswer(request).then(resolve, reject);
      request.end(bytes);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  get #isSecure(): boolean {
    return this.#url.protocol === 'https:';
  }
}

function readAnswer(request: ClientRequest): Promise<JsonAnswer> {
  return new Promise((resolve, reject) => {
    request.on('error', (error) =>
      reject(error instanceof NoAnswer ? error : new NoAnswer(codeOf(error), error)),
    );
    request.once('response', (response) => {
      request.removeAllListeners('error').on('error', () => undefined);
      const pieces: Buffer[] = [];
      let bytes = 0;
      // The status code is the answer, whatever becomes of the rest.
      const done = (): void =>
        resolve({
          statusCode: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
          body: response.complete ? Buffer.concat(pieces).toString() : '',
        });
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes > bodyLimitBytes) request.destroy();
        else pieces.push(piece);
      });
      response.once('error', done).once('close', done);
    });
  });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
