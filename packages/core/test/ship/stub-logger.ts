import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ActivityPayload } from '@whodid/core/view';

/** One request as the stub saw it. */
export interface LoggerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly payload: ActivityPayload;
  readonly atMs: number;
}

/** Answers one request; what it does not call is not done. */
export type LoggerAnswer = (
  request: LoggerRequest,
  response: ServerResponse,
  usual: () => void,
) => void;

/** What stands at `LOGGER_URL`: keeps each payload once, answers a repetition with 409. */
export class StubLogger {
  readonly payloads: Map<string, ActivityPayload> = new Map();
  readonly requests: LoggerRequest[] = [];
  /** Takes the place of the usual answer. */
  answer: LoggerAnswer = (_request, _response, usual) => usual();
  #server: Server | null = null;
  #port = 0;

  static async start(): Promise<StubLogger> {
    const stub = new StubLogger();
    await stub.up();
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/api/activity-log/`;
  }

  /** Listens again, at the address of the first time. */
  async up(): Promise<void> {
    const server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Stops listening and cuts all connections. What was kept stays. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  /** How often each auditID came. */
  arrivals(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { payload } of this.requests) {
      counts.set(payload.auditID, (counts.get(payload.auditID) ?? 0) + 1);
    }
    return counts;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const payload = JSON.parse(Buffer.concat(pieces).toString()) as ActivityPayload;
    const { method = '', url = '', headers } = request;
    const seen = { method, path: url, headers, payload, atMs: Date.now() };
    this.requests.push(seen);
    this.answer(seen, response, () => {
      const known = this.payloads.get(payload.auditID);
      if (known === undefined) this.payloads.set(payload.auditID, payload);
      const same = known === undefined || JSON.stringify(known) === JSON.stringify(payload);
      response.writeHead(known === undefined ? 201 : 409, { 'content-type': 'application/json' });
      response.end(JSON.stringify(same ? {} : { code: 'ENTRY_CONFLICT' }));
    });
  }
}
