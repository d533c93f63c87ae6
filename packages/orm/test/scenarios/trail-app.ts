// An app with Prisma on SQLite, as it runs in production. Prints what it recorded and answered.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { expressCapture } from '@whodid/capture/express';
import { capturePrisma } from '@whodid/orm/prisma';
import express, { type Request } from 'express';
import { heard } from '../fixtures/heard.ts';
import { libsqlClass } from '../fixtures/libsql-class.ts';
import { generatePrismaClient, type PrismaSession } from '../fixtures/prisma-client.ts';
import { sqliteScene } from '../matrix/scene.ts';

const file = process.argv[2] ?? '';
const collect = globalThis.gc as () => void;

const scene = await sqliteScene(file);
await scene.reset();
const { recorder, take, faults, close } = heard();
const { PrismaClient, remove } = generatePrismaClient('sqlite');

capturePrisma(recorder, libsqlClass(), {
  excludeModels: ['truth'],
  models: { article: 'Article' },
});
const prisma = new PrismaClient({ adapter: new PrismaLibSql({ url: `file:${file}` }) });
collect();

const app = express();
const user = { type: 'user', id: 'u-7', name: 'Ada' } as const;
app.use(expressCapture(recorder, { actorOf: (request: Request) => (request ? user : null) }));
app.post('/trail', async (request, response) => {
  const ends = request.query.fail === undefined ? 'committed' : 'rolled back';
  await prisma.$transaction((tx) => trail(tx, ends)).catch(() => {});
  response.json({ ends });
});
app.post('/bulk', async (_request, response) => {
  const data = Array.from({ length: 500 }, (_, at) => ({ id: 1000 + at, title: `t${at}` }));
  const where = { id: { gte: 1000 } };
  response.json({
    created: await prisma.article.createMany({ data }),
    updated: await prisma.article.updateMany({ where, data: { views: 3 } }),
    deleted: await prisma.article.deleteMany({ where }),
  });
});

async function trail(tx: PrismaSession, ends: string): Promise<void> {
  const where = { id: 60 };
  await tx.author.create({ data: { id: 9, name: 'eve' } });
  await tx.$executeRawUnsafe("update author set password_hash = 'hash-of-eve' where id = 9");
  collect();
  await tx.article.create({ data: { ...where, title: 'first' } });
  await tx.article.update({ where, data: { title: 'second' } });
  await tx.article.update({ where, data: { tags: { connect: [{ id: 1 }, { id: 2 }] } } });
  collect();
  await tx.article.delete({ where: { id: 5 } });
  if (ends !== 'committed') throw new Error(ends);
}

const server = createServer(app).listen(0, '127.0.0.1');
await once(server, 'listening');
const results: unknown[] = [];
for (const path of ['/trail?fail', '/trail', '/bulk']) {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST' });
  const body = await answer.json();
  collect();
  // The entry of the request comes when it is over, which may be after its answer.
  const entries = [...(await take())];
  while (!entries.some(({ kind }) => kind === 'http.in')) entries.push(...(await take()));
  results.push({ path, body, entries });
}
server.close();
await prisma.$disconnect();
await scene.close();
await close();
remove();
console.log(JSON.stringify({ environment: process.env.NODE_ENV, faults, results }));
