import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
export const binary: Buffer = Buffer.from(Array.from({ length: 20_000 }, (_, at) => at % 251));
export const zipped: Buffer = gzipSync('{"zipped":true}');
/** The longest body that `/echo` takes, in bytes. The frameworks have limits of their own. */
export const echoLimitBytes = 100_000;

/** Endpoints written against node:http alone; the apps of the frameworks use them too. */
export const handlers = {
  /** Sends 50,000 bytes in five parts. */
  async stream(_: IncomingMessage, res: ServerResponse): Promise<void> {
    res.setHeader('content-type', 'text/plain');
    for (let part = 0; part < 5; part += 1) {
      res.write(String(part).repeat(10_000));
      await turn();
    }
    res.end();
  },
  /** A source that fails in the middle of the answer. */
  broken(_: IncomingMessage, res: ServerResponse): void {
    res.setHeader('content-type', 'text/plain');
    pipeline(failingSource(), res, () => {});
  },
  /** Three events, and the end. */
  async feed(_: IncomingMessage, res: ServerResponse): Promise<void> {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let at = 0; at < 3; at += 1) {
      await wait(2);
      res.write(`data: ${at}\n\n`);
    }
    res.end();
  },
  /** Does not end before the client leaves. */
  flood(_: IncomingMessage, res: ServerResponse): void {
    res.setHeader('content-type', 'application/octet-stream');
    pipeline(endlessSource(), res, () => {});
  },
  zipped(_: IncomingMessage, res: ServerResponse): void {
    res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    res.end(zipped);
  },
  hints(_: IncomingMessage, res: ServerResponse): void {
    res.writeEarlyHints({ link: '</style.css>; rel=preload' });
    res.end('late');
  },
  trailers(_: IncomingMessage, res: ServerResponse): void {
    res.setHeader('trailer', 'x-sum');
    res.write('body');
    res.addTrailers({ 'x-sum': '7' });
    res.end();
  },
  /** Answers with everything in the hand of `writeHead`. */
  teapot(_: IncomingMessage, res: ServerResponse): void {
    res.writeHead(418, 'Short and stout', {
      'content-type': 'application/json',
      'x-list': ['a', 'b'],
    });
    res.end(Buffer.from('{"tea":true}'));
  },
  double(_: IncomingMessage, res: ServerResponse): void {
    res.on('error', () => {});
    res.end('once');
    res.end();
    res.end('twice');
  },
  /** Two events, then nothing until the client leaves. */
  events(_: IncomingMessage, res: ServerResponse): void {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write('data: 1\n\n');
    res.write('data: 2\n\n');
  },
  silent(): void {},
  /** Breaks its own answer off. */
  half(_: IncomingMessage, res: ServerResponse): void {
    res.setHeader('content-length', '100');
    res.write('half', () => res.destroy());
  },
  pipe(req: IncomingMessage, res: ServerResponse): void {
    res.setHeader('content-type', 'application/x-ndjson');
    req.pipe(res);
  },
  async iterate(req: IncomingMessage, res: ServerResponse): Promise<void> {
    let bytes = 0;
    try {
      for await (const chunk of req) bytes += (chunk as Buffer).length;
      res.end(`iterated ${bytes}`);
    } catch {
      // The client has hung up.
    }
  },
  paused(req: IncomingMessage, res: ServerResponse): void {
    const chunks: string[] = [];
    req.setEncoding('utf8');
    req.on('data', (chunk) => chunks.push(chunk));
    req.pause();
    setTimeout(() => {
      if (chunks.length > 0) res.statusCode = 500;
      req.resume();
    }, 15);
    req.on('end', () => res.end(`paused ${chunks.join('').length}`));
  },
  readable(req: IncomingMessage, res: ServerResponse): void {
    let bytes = 0;
    req.on('readable', () => {
      for (let part = req.read(); part !== null; part = req.read()) bytes += part.length;
    });
    req.on('end', () => res.end(`read ${bytes}`));
  },
  ignored(_: IncomingMessage, res: ServerResponse): void {
    res.end('not read');
  },
} as const;

/** Does not end. */
export function endlessSource(): Readable {
  const chunk = Buffer.alloc(65_536, 'x');
  return new Readable({
    read() {
      setImmediate(() => this.push(chunk));
    },
  });
}

/** Ten bytes, and an error. */
export function failingSource(): Readable {
  return Readable.from(
    (async function* () {
      yield 'ten bytes!';
      // So that what was sent is there before the connection breaks.
      await wait(15);
      throw new Error('the source failed');
    })(),
  );
}

/** The app of the suite on node:http, with a router of its own. */
export const nodeApp: RequestListener = (req, res) => {
  const [path = ''] = (req.url ?? '').replace('http://shop.example', '').split('?', 1);
  const named = Object.hasOwn(handlers, path.slice(1))
    ? handlers[path.slice(1) as keyof typeof handlers]
    : undefined;
  if (named !== undefined) void named(req, res);
  else void plain(path, req, res);
};

async function plain(path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const [, first, second] = path.split('/');
  const answer = (code: number, type: string, body: string | Buffer): void => {
    res.statusCode = code;
    res.setHeader('content-type', type);
    res.end(body);
  };
  switch (first) {
    case 'text':
      return answer(200, 'text/plain; charset=utf-8', 'hëllo');
    case 'orders':
      return answer(200, 'application/json', JSON.stringify({ id: second }));
    case 'echo':
      if (Number(req.headers['content-length']) > echoLimitBytes) {
        return answer(413, 'text/plain', 'too large');
      }
      return answer(200, 'application/json', Buffer.concat(await req.toArray()));
    case 'binary':
      return answer(200, 'application/octet-stream', binary);
    case 'nothing':
      return void res.writeHead(204).end();
    case 'not-modified':
      return void res.writeHead(304, { etag: '"v1"' }).end();
    case 'moved':
      return void res.writeHead(302, { location: '/text' }).end();
    case 'denied':
      return answer(403, 'text/plain', 'no');
    case 'stranger':
      return answer(401, 'text/plain', 'who?');
    case 'throws':
    case 'rejects':
      return answer(500, 'text/plain', 'sorry');
    default:
      return answer(404, 'text/plain', 'nothing here');
  }
}
