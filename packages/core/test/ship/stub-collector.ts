import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { EntryFields, Receipt } from '@whodid/core';
import { bytesOf, StubServer } from './stub-server.ts';

/** One request as the stub saw it. */
export interface StubRequest {
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
  readonly entries: readonly EntryFields[];
}

/** Answers one request; what it does not call is not done. */
export type StubAnswer = (
  request: StubRequest,
  response: ServerResponse,
  usual: () => void,
) => void | Promise<void>;

/** A collector in memory: keeps each id once, and counts how often it came. */
export class StubCollector {
  readonly texts: Map<string, string> = new Map();
  readonly arrivals: Map<string, number> = new Map();
  readonly requests: StubRequest[] = [];
  /** Takes the place of the usual answer. */
  answer: StubAnswer = (_request, _response, usual) => usual();
  readonly #server = new StubServer((request, response) => this.#serve(request, response));

  static async start(): Promise<StubCollector> {
    const stub = new StubCollector();
    await stub.up();
    return stub;
  }

  get url(): string {
    return this.#server.url;
  }

  get entries(): readonly EntryFields[] {
    return [...this.texts.values()].map((text) => JSON.parse(text) as EntryFields);
  }

  /** Listens again, at the address of the first time. */
  up(): Promise<void> {
    return this.#server.up();
  }

  /** Stops listening and cuts all connections. What was kept stays. */
  down(): Promise<void> {
    return this.#server.down();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const text = (
      request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    ).toString();
    const lines = text.split('\n').filter((line) => line !== '');
    const entries = lines.map((line) => JSON.parse(line) as EntryFields);
    const seen = { headers: request.headers, path: request.url ?? '', entries };
    this.requests.push(seen);
    await this.answer(seen, response, () => {
      answerJson(response, 200, { receipts: this.keep(lines) });
    });
  }

  /** Keeps entries as a collector does. */
  keep(lines: readonly string[]): readonly Receipt[] {
    return lines.map((line) => {
      const { id } = JSON.parse(line) as EntryFields;
      this.arrivals.set(id, (this.arrivals.get(id) ?? 0) + 1);
      const known = this.texts.get(id);
      if (known === undefined) this.texts.set(id, line);
      if (known === undefined) return { id, fate: 'stored' };
      if (known === line) return { id, fate: 'duplicate' };
      return { id, fate: 'conflict', reason: 'other bytes' };
    });
  }
}

export function answerJson(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
