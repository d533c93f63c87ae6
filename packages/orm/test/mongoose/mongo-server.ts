import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { BSON, type Document } from 'mongodb';

/** As much of a MongoDB server as the tests need: what it keeps is what is true. */
export async function mongoServer() {
  let kept: Document[] = [];
  let before: Document[] | null = null;
  const answers: Record<string, (command: Document) => Document> = {
    insert: ({ documents }) => {
      const index = documents.findIndex((one: Document) => kept.some((old) => same(old, one)));
      const done = index === -1 ? documents : documents.slice(0, index);
      kept.push(...done);
      const errors = index === -1 ? {} : { writeErrors: [{ index, code: 11000, errmsg: 'there' }] };
      return { n: done.length, ...errors };
    },
    update: ({ updates: [{ q, u }] }) => {
      const found = kept.find((old) => same(old, q));
      kept = kept.map((old) => (old === found ? changed(old, u) : old));
      return { n: found ? 1 : 0, nModified: found ? 1 : 0 };
    },
    delete: ({ deletes: [{ q }] }) => {
      const rest = kept.filter((old) => q._id !== undefined && !same(old, q));
      const n = kept.length - rest.length;
      kept = rest;
      return { n };
    },
    abortTransaction: () => {
      kept = before ?? kept;
      return {};
    },
  };
  const answer = (command: Document): Document => {
    if (command.startTransaction) before = [...kept];
    const name = Object.keys(command)[0] ?? '';
    return { ok: 1, ...hello, ...answers[name]?.(command) };
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket, answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `mongodb://127.0.0.1:${port}/shop?directConnection=true`,
    kept: () => kept,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const hello = {
  helloOk: true,
  isWritablePrimary: true,
  setName: 'rs',
  hosts: ['127.0.0.1:1'],
  maxWireVersion: 25,
  minWireVersion: 0,
  maxBsonObjectSize: 16777216,
  maxMessageSizeBytes: 48000000,
  maxWriteBatchSize: 100000,
  logicalSessionTimeoutMinutes: 30,
};

const same = (one: Document, other: Document): boolean => String(one._id) === String(other._id);

function changed(old: Document, { $set, $unset, ...replacement }: Document): Document {
  if ($set === undefined && $unset === undefined) return { _id: old._id, ...replacement };
  const all = Object.entries({ ...old, ...$set });
  return Object.fromEntries(all.filter(([name]) => !(name in ($unset ?? {}))));
}

function serve(socket: Socket, answer: (command: Document) => Document): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const message = rest.subarray(0, rest.readInt32LE(0));
      rest = rest.subarray(message.length);
      const answered = reply(message, answer);
      // Nobody waits for an answer to what says that more is to come.
      const waits = message.readInt32LE(12) !== 2013 || (message.readInt32LE(16) & 2) === 0;
      if (waits) socket.write(answered);
    }
  });
}

/** OP_QUERY, with which a client says hello, or OP_MSG. */
function reply(message: Buffer, answer: (command: Document) => Document): Buffer {
  const old = message.readInt32LE(12) === 2004;
  let at = old ? message.indexOf(0, 20) + 9 : 21;
  const next = (): Document => {
    const size = message.readInt32LE(at);
    at += size;
    return BSON.deserialize(message.subarray(at - size, at));
  };
  const command = next();
  // What is left of an OP_MSG are lists of documents, each with its name.
  while (!old && at < message.length) {
    const end = at + 1 + message.readInt32LE(at + 1);
    const nameEnd = message.indexOf(0, at + 5);
    const list = message.toString('utf8', at + 5, nameEnd);
    at = nameEnd + 1;
    command[list] = [];
    while (at < end) command[list].push(next());
  }
  const body = BSON.serialize(answer(command));
  const head = Buffer.alloc(old ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(old ? 1 : 2013, 12);
  if (old) head.writeInt32LE(1, 32);
  return Buffer.concat([head, body]);
}
