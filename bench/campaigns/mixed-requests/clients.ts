import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** One request as a client knows it. */
export interface Sent {
  readonly id: string;
  readonly user: string;
  readonly method: string;
  readonly path: string;
  /** What the client saw: `none` if it left before, `unknown` if the connection broke. */
  status: number | 'none' | 'unknown';
}

/** What a client may do next. */
interface Kind {
  /** How often, compared with the others. */
  readonly weight: number;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How it is sent. Without it: asked with a client that waits for the answer. */
  readonly way?: 'fresh' | 'pipelined' | 'leaves' | 'leaves-on-sight' | 'resets';
}

const json = { 'content-type': 'application/json' };
const ndjson = { 'content-type': 'application/x-ndjson' };
const lines = '{"a":1}\n'.repeat(500);
const cut = { ...ndjson, 'content-length': '999' };

const kinds: readonly Kind[] = [
  ...[
    '/text',
    '/orders/17?page=2',
    '/nothing',
    '/not-modified',
    '/moved',
    '/teapot',
    '/double',
  ].map((path) => ({ weight: 8, method: 'GET', path })),
  ...['/denied', '/stranger', '/missing', '/throws', '/rejects', '/zipped', '/hints'].map(
    (path) => ({
      weight: 4,
      method: 'GET',
      path,
    }),
  ),
  { weight: 4, method: 'HEAD', path: '/text' },
  { weight: 12, method: 'POST', path: '/echo', body: '{"name":"Ada"}', headers: json },
  { weight: 4, method: 'POST', path: '/ignored' },
  { weight: 4, method: 'POST', path: '/ignored', body: lines, headers: ndjson },
  ...['/pipe', '/iterate', '/readable'].map((path) => ({
    weight: 3,
    method: 'POST',
    path,
    body: lines,
    headers: { ...ndjson, 'transfer-encoding': 'chunked' },
  })),
  { weight: 1, method: 'POST', path: '/paused', body: lines, headers: ndjson },
  { weight: 0.2, method: 'POST', path: '/echo', body: `"${'x'.repeat(1_200_000)}"`, headers: json },
  { weight: 2, method: 'GET', path: '/stream' },
  { weight: 2, method: 'GET', path: '/binary' },
  { weight: 1, method: 'GET', path: '/feed' },
  { weight: 1, method: 'GET', path: '/half' },
  { weight: 1, method: 'GET', path: '/broken' },
  { weight: 6, method: 'GET', path: '/orders/4', way: 'fresh' },
  { weight: 3, method: 'POST', path: '/echo', body: '[1]', headers: json, way: 'fresh' },
  { weight: 6, method: 'GET', path: '/text', way: 'pipelined' },
  { weight: 1.5, method: 'GET', path: '/silent', way: 'leaves' },
  { weight: 1.5, method: 'GET', path: '/silent', way: 'resets' },
  {
    weight: 1.5,
    method: 'POST',
    path: '/iterate',
    body: lines.slice(0, 80),
    headers: cut,
    way: 'leaves',
  },
  { weight: 1, method: 'GET', path: '/events', way: 'leaves-on-sight' },
  { weight: 0.3, method: 'GET', path: '/flood', way: 'leaves-on-sight' },
];
/** Each kind with the sum of the weights up to it. */
const upTo = kinds.map((kind, at) => {
  const sum = kinds.slice(0, at + 1).reduce((all, { weight }) => all + weight, 0);
  return { kind, sum };
});
const allWeights = upTo.at(-1)?.sum ?? 0;

const unreadable: readonly string[] = [
  'GET /bad HTTP/1.1\r\nhost: shop.example\r\nbad header\r\n\r\n',
  'GET /bad HTTP/9.9\r\nhost: shop.example\r\n\r\n',
  '\x16\x03\x01 something else\r\n\r\n',
];

/** Sends `count` requests, many at once, and tells of each that it has sent. */
export class Clients {
  readonly sent: Sent[] = [];
  /** Requests without sense that were sent besides. */
  unreadable = 0;
  readonly #port: number;
  readonly #random: () => number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(port: number, random: () => number) {
    this.#port = port;
    this.#random = random;
  }

  async send(count: number, atOnce: number): Promise<void> {
    const one = async (): Promise<void> => {
      while (this.sent.length < count) await this.#next();
    };
    await Promise.all(Array.from({ length: atOnce }, one));
    this.#agent.destroy();
  }

  async #next(): Promise<void> {
    if (this.#random() < 0.01) {
      this.unreadable += 1;
      const bytes = unreadable[Math.floor(this.#random() * unreadable.length)] ?? '';
      await this.#raw(bytes, hasHead, 'destroy');
      return;
    }
    const kind = this.#kind();
    switch (kind.way) {
      case undefined:
      case 'fresh':
        return this.#ask(kind, this.#note(kind));
      case 'pipelined':
        return this.#pipeline(kind);
      default:
        return this.#leave(kind, this.#note(kind));
    }
  }

  #kind(): Kind {
    const drawn = this.#random() * allWeights;
    return upTo.find(({ sum }) => drawn < sum)?.kind ?? (kinds[0] as Kind);
  }

  #note({ method, path }: Kind): Sent {
    const id = `r-${this.sent.length}`;
    const sent: Sent = { id, user: `user of ${id}`, method, path, status: 'unknown' };
    this.sent.push(sent);
    return sent;
  }

  /** Waits for the answer. */
  #ask({ method, path, body, headers, way }: Kind, sent: Sent): Promise<void> {
    return new Promise((resolve) => {
      const asked = request({
        port: this.#port,
        agent: way === 'fresh' ? false : this.#agent,
        method,
        path,
        headers: { ...headers, ...namesOf(sent) },
      });
      asked.on('response', (response) => {
        sent.status = response.statusCode ?? 'unknown';
        response.resume().on('error', () => {});
      });
      asked.on('error', () => resolve());
      asked.on('close', resolve);
      asked.end(body);
    });
  }

  /** Three at once on a connection that the server closes after the last. */
  async #pipeline(kind: Kind): Promise<void> {
    const all = [this.#note(kind), this.#note(kind), this.#note(kind)];
    const bytes = all.map((sent, at) => textOf(kind, sent, at === 2 ? 'close' : 'keep-alive'));
    const seen = await this.#raw(bytes.join(''), () => false, 'destroy');
    const codes = [...seen.matchAll(/HTTP\/1\.1 (\d{3})/g)];
    for (const [at, sent] of all.entries()) sent.status = Number(codes[at]?.[1] ?? Number.NaN);
  }

  /** Hangs up in the middle. */
  async #leave(kind: Kind, sent: Sent): Promise<void> {
    const onSight = kind.way === 'leaves-on-sight';
    const manner = kind.way === 'resets' ? 'resetAndDestroy' : 'destroy';
    const bytes = textOf(kind, sent, 'keep-alive');
    const seen = await this.#raw(bytes, onSight ? hasHead : null, manner);
    const [, code] = /^HTTP\/1\.1 (\d{3})/.exec(seen) ?? [];
    sent.status = code === undefined ? 'none' : Number(code);
  }

  /** Sends bytes, waits until it has seen enough, and leaves. Without `enough` after some ms. */
  async #raw(
    bytes: string,
    enough: ((text: string) => boolean) | null,
    manner: 'destroy' | 'resetAndDestroy',
  ): Promise<string> {
    const socket = connect(this.#port, '127.0.0.1');
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (enough?.(text)) socket[manner]();
    });
    socket.write(bytes, 'latin1');
    if (enough === null) {
      // Long enough for the bytes to be read by the app, even if it is busy.
      await wait(150 + 20 * this.#random());
      socket[manner]();
    }
    if (!socket.closed) await once(socket, 'close');
    return text;
  }
}

function hasHead(text: string): boolean {
  return text.includes('\r\n\r\n');
}

function namesOf({ id, user }: Sent): Record<string, string> {
  return { host: 'shop.example', 'x-request-id': id, 'x-user': user };
}

function textOf({ method, path, body = '', headers = {} }: Kind, sent: Sent, kept: string): string {
  const all = { ...namesOf(sent), connection: kept, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
