import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entry, isWhodidError, type Recorder } from '@whodid/core';
import { captureMongoose } from '@whodid/orm/mongoose';
import { Binary, Decimal128, Long, MongoClient, ObjectId } from 'mongodb';
import mongoose from 'mongoose';
import { heard } from '../fixtures/heard.ts';
import { mongoServer } from './mongo-server.ts';

const id = new ObjectId();
const told = ({ action, targets, change }: Entry) => [action, targets?.[0]?.id, change?.fields];

async function withClient(run: (client: MongoClient, at: Scene) => Promise<void>): Promise<void> {
  const server = await mongoServer();
  const ear = heard();
  const client = new MongoClient(server.url, { monitorCommands: true });
  captureMongoose(ear.recorder, client);
  try {
    await run(client, { ...ear, kept: server.kept });
    assert.deepEqual(ear.faults, []);
  } finally {
    await client.close();
    server.stop();
    await ear.close();
  }
}
type Scene = ReturnType<typeof heard> & Pick<Awaited<ReturnType<typeof mongoServer>>, 'kept'>;

test('inserts, updates and deletes of the driver are recorded with keys and values', () =>
  withClient(async (client, { recorder, take, kept }) => {
    const articles = client.db().collection('article');
    await recorder.as({ type: 'user', id: 'ann' }, async () => {
      await articles.insertOne({ _id: id, title: 'First', by: { password: 'x', name: 'ann' } });
    });
    await articles.updateOne({ _id: id }, { $set: { title: 'Second', 'by.password': 'y' } });
    assert.equal(kept()[0]?.title, 'Second');
    await articles.updateOne({ _id: new ObjectId() }, { $set: { title: 'Nobody' } });
    await articles.deleteOne({ _id: id });
    assert.deepEqual(kept(), []);
    const entries = await take();
    const key = id.toHexString();
    const [created, updated, deleted] = entries;
    assert.equal(entries.length, 3);
    assert.equal(created?.actor.id, 'ann');
    const fields = [
      { name: '_id', new: key },
      { name: 'title', new: 'First' },
      { name: 'by', new: { name: 'ann' } },
    ];
    assert.deepEqual(created && told(created), ['article.create', key, fields]);
    assert.deepEqual(updated && told(updated).slice(0, 2), ['article.update', key]);
    assert.deepEqual(updated?.change?.fields[0], { name: 'title', new: 'Second' });
    assert.deepEqual(deleted && told(deleted).slice(0, 2), ['article.delete', key]);
    assert.doesNotMatch(JSON.stringify(entries), /password/);
  }));

test('what a transaction wrote is recorded at its commit, and never if it is aborted', () =>
  withClient(async (client, { take, kept }) => {
    const articles = client.db().collection<{ _id: number }>('article');
    const session = client.startSession();
    session.startTransaction();
    await articles.insertOne({ _id: 1 }, { session });
    assert.equal((await take()).length, 0);
    await session.commitTransaction();
    assert.equal((await take()).length, 1);
    session.startTransaction();
    await articles.insertOne({ _id: 2 }, { session });
    await session.abortTransaction();
    await session.endSession();
    assert.equal((await take()).length, 0);
    assert.deepEqual(kept(), [{ _id: 1 }]);
  }));

test('documents that an ordered insert did not reach are not recorded', () =>
  withClient(async (client, { take, kept }) => {
    const articles = client.db().collection<{ _id: number }>('article');
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    await articles.insertOne({ _id: 0 });
    await assert.rejects(articles.insertMany([{ _id: 3 }, { _id: 0 }, ...documents]));
    const ids = (await take()).map(({ targets }) => targets?.[0]?.id);
    assert.deepEqual(
      ids,
      kept().map((one) => String(one._id)),
    );
  }));

test('what is taken away or replaced is told, and values have their form in JSON', () =>
  withClient(async (client, { take, kept }) => {
    const articles = client.db().collection<{ _id: number; [name: string]: unknown }>('article');
    const at = new Date(0);
    const bytes = new Binary(Buffer.from('ab'));
    await articles.insertOne({ _id: 1, at, bytes, views: Long.fromString('9007199254740993') });
    await articles.updateOne({ _id: 1 }, { $unset: { at: '' } });
    await articles.replaceOne({ _id: 1 }, { price: Decimal128.fromString('1.50') });
    assert.deepEqual(Object.keys(kept()[0] ?? {}), ['_id', 'price']);
    const fields = (await take()).map(({ change }) =>
      Object.fromEntries((change?.fields ?? []).map((field) => [field.name, field.new])),
    );
    assert.deepEqual(fields, [
      { _id: 1, at: at.toISOString(), bytes: 'YWI=', views: '9007199254740993' },
      { at: null, _id: 1 },
      { price: '1.50', _id: 1 },
    ]);
  }));

test('what cannot tell its documents has a count, and none if nobody waits for it', () =>
  withClient(async (client, { take, kept }) => {
    const articles = client.db().collection<{ _id: number }>('article');
    await articles.insertMany([{ _id: 1 }, { _id: 2 }]);
    await take();
    await articles.deleteMany({});
    await articles.insertOne({ _id: 3 }, { writeConcern: { w: 0 } });
    await articles.countDocuments().catch(() => {});
    assert.deepEqual(kept(), [{ _id: 3 }]);
    const counts = (await take()).map(({ action, change }) => [action, change?.totalCount]);
    assert.deepEqual(counts, [
      ['mongo.delete', 2],
      ['mongo.insert', undefined],
    ]);
  }));

test('what cannot be used is an error at once', async () => {
  const ear = heard();
  const quiet = new MongoClient('mongodb://127.0.0.1:1');
  const loud = new MongoClient('mongodb://127.0.0.1:1', { monitorCommands: true });
  const refused: readonly (readonly [source: object, options: object, option: string])[] = [
    [quiet, {}, 'captureMongoose.source'],
    [{}, {}, 'captureMongoose.source'],
    [loud, { outbox: true }, 'captureMongoose.outbox'],
    [loud, { mostRow: 1 }, 'captureMongoose.mostRow'],
  ];
  for (const [source, options, option] of refused) {
    assert.throws(
      () => captureMongoose(ear.recorder, source, options),
      (error) => isWhodidError(error) && (error.facts as { option: string }).option === option,
    );
  }
  await ear.close();
});

test('a recorder that is broken breaks no write, and after the stop nothing is recorded', async () => {
  const server = await mongoServer();
  const client = new MongoClient(server.url, { monitorCommands: true });
  const faults: string[] = [];
  const broken = {
    ...{
      record: () => {},
      now: () => 0,
      newId: () => '',
      within: (_: object, fn: () => void) => fn(),
    },
    capture: () => {
      throw new Error('broken');
    },
    fault: (where: string) => void faults.push(where),
  } as unknown as Recorder;
  const stop = captureMongoose(broken, client);
  const notes = client.db().collection<{ _id: number }>('note');
  assert.equal((await notes.insertOne({ _id: 1 })).insertedId, 1);
  assert.deepEqual(faults, ['orm.record']);
  stop();
  await notes.insertOne({ _id: 2 });
  assert.deepEqual([faults.length, server.kept().length], [1, 2]);
  await client.close();
  server.stop();
});

test('a model of Mongoose gives its name', async () => {
  const server = await mongoServer();
  const ear = heard();
  const connection = mongoose.createConnection(server.url, { monitorCommands: true });
  const Article = connection.model('Article', new mongoose.Schema({ title: String }), undefined, {
    overwriteModels: true,
  });
  await connection.asPromise();
  captureMongoose(ear.recorder, connection);
  await Article.create({ _id: id, title: 'First' });
  const [entry] = await ear.take();
  assert.deepEqual(entry && told(entry).slice(0, 2), ['Article.create', id.toHexString()]);
  await connection.close();
  server.stop();
  await ear.close();
});
