// Exits in the middle of an upload and prints what was recorded.
import { writeSync } from 'node:fs';
import { captureSftp } from '../../src/sftp/index.ts';
import { collectingRecorder } from '../fixtures/collecting-recorder.ts';
import { quietClient, signIn } from './connected.ts';
import { sftpServer } from './sftp-server.ts';

const server = await sftpServer();
const client = quietClient();
const recorder = collectingRecorder();
await client.connect(signIn(server));
captureSftp(client, recorder);
process.on('exit', () => {
  for (const draft of recorder.drafts) writeSync(1, `${JSON.stringify(draft)}\n`);
});
server.faults.delayMs = 60_000;
void client.put(Buffer.from('x'), '/in/a');
setTimeout(() => process.exit(0), 50);
