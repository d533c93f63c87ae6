import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ActivityPayload } from '@whodid/core/view';
import { bytesOf, StubServer } from './stub-server.ts';

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
  readonly #server = new StubServer((request, response) => this.#serve(request, response));

  static async start(): Promise<StubLogger> {
    const stub = new StubLogger();
    await stub.up();
    return stub;
  }

  get url(): string {
    return `${this.#server.url}/api/activity-log/`;
  }

  /** Listens again, at the address of the first time. */
  up(): Promise<void> {
    return this.#server.up();
  }

  /** Stops listening and cuts all connections. What was kept stays. */
  down(): Promise<void> {
    return this.#server.down();
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
    const payload = JSON.parse((await bytesOf(request)).toString()) as ActivityPayload;
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
