import type { TestContext } from 'node:test';
import type { ConnectConfig } from 'ssh2';
import Client from 'ssh2-sftp-client';
import { captureSftp } from '../../src/sftp/index.ts';
import { type CollectingRecorder, collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { type SftpServer, sftpServer } from './sftp-server.ts';

/** A server and a client that is captured and connected, until the test is over. */
export interface Connected {
  readonly server: SftpServer;
  readonly client: Client;
  readonly recorder: CollectingRecorder;
  readonly stop: () => void;
  /** `connect` is not among them. */
  readonly drafts: CollectingRecorder['drafts'];
}

/** A client that prints nothing. */
export function quietClient(): Client {
  return new Client('test', { error() {}, end() {}, close() {} });
}

export function signIn({ host, port, username, password }: SftpServer): ConnectConfig {
  return { host, port, username, password };
}

export async function started(context: TestContext): Promise<SftpServer> {
  const server = await sftpServer();
  context.after(() => server.close());
  return server;
}

export async function connected(context: TestContext): Promise<Connected> {
  const server = await started(context);
  const client = quietClient();
  const recorder = collectingRecorder();
  const stop = captureSftp(client, recorder);
  await client.connect(signIn(server));
  client.client.setNoDelay(true);
  recorder.drafts.length = 0;
  recorder.surroundings.length = 0;
  return { server, client, recorder, stop, drafts: recorder.drafts };
}
