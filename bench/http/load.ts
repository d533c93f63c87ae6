// The load of http.bench.ts, in a process of its own: as many requests as the app can take over a
// few connections that are kept open, each with one request at a time.
import { connect } from 'node:net';

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds from the first byte sent to the last one received, ascending. */
  readonly latencies: readonly number[];
}

const connections = 8;
const order = JSON.stringify({
  customer: { name: 'Ada Lovelace', email: 'ada@example.com', city: 'London', zip: 'SW1Y 4LE' },
  lines: Array.from({ length: 6 }, (_, index) => ({ sku: `SKU-${1000 + index}`, quantity: 1 })),
  note: 'please deliver in the morning, ring twice and wait for an answer at the door '.repeat(3),
  coupon: null,
  password: 'correct horse battery staple',
});

function request(path: string): Buffer {
  const headers = [
    `POST ${path}?page=1 HTTP/1.1`,
    'host: shop.example',
    'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0',
    'accept: application/json',
    'accept-language: en-GB,en;q=0.9',
    'authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl',
    'cookie: session=0123456789abcdef0123456789abcdef',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(order)}`,
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${order}`);
}

/** Loads a server for `ms` milliseconds. */
export async function load(port: number, path: string, ms: number): Promise<LoadResult> {
  const bytes = request(path);
  const latencies: number[] = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: connections }, () => keepAsking(port, bytes, start + ms, latencies)),
  );
  const seconds = (performance.now() - start) / 1000;
  return { requests: latencies.length, seconds, latencies: latencies.toSorted((a, b) => a - b) };
}

function keepAsking(
  port: number,
  bytes: Buffer,
  until: number,
  latencies: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    let answerBytes = 0;
    let received = 0;
    let sentAt = 0;
    const ask = (): void => {
      received = 0;
      sentAt = performance.now();
      socket.write(bytes);
    };
    socket.on('connect', ask);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('data', (chunk) => {
      received += chunk.length;
      // All answers are of one length; the first says which.
      if (answerBytes === 0) answerBytes = lengthOf(chunk);
      if (received < answerBytes) return;
      const now = performance.now();
      latencies.push(now - sentAt);
      if (now < until) ask();
      else socket.end();
    });
  });
}

function lengthOf(answer: Buffer): number {
  const head = answer.indexOf('\r\n\r\n') + 4;
  const [, length] = /content-length: (\d+)/i.exec(answer.toString('latin1', 0, head)) ?? [];
  if (length === undefined || !answer.toString('latin1', 0, 12).endsWith('200')) {
    throw new Error('The app did not answer as it should');
  }
  return head + Number(length);
}

process.on('message', async ({ port, path, ms }: { port: number; path: string; ms: number }) => {
  process.send?.(await load(port, path, ms));
});
process.on('disconnect', () => process.exit());
