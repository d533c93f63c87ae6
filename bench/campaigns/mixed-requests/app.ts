// One app of the campaign, in a process of its own. Tells its port, and at the end which requests have
// reached its server, as Node tells it: that is not what our captures go by, but for `node:http`.
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { collectorTransport, createRecorder } from '@whodid/core';
import { subjects } from '../../../packages/capture/test/conformance/signed-in-apps.ts';

const { SUBJECT = '', WHODID_URL = '', WHODID_KEY, WHODID_SPOOL_DIR } = process.env;
const subject = subjects[SUBJECT];
if (subject === undefined) throw new Error(`no such subject: ${SUBJECT}`);

const arrived: string[] = [];
subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage };
  arrived.push(String(request.headers['x-request-id']));
});
// Streams that fail on purpose are told of, by some frameworks.
console.error = () => {};

const recorder = createRecorder({
  service: 'campaign',
  transport: collectorTransport({ url: WHODID_URL, key: WHODID_KEY }),
  spoolDirectory: subject.auto ? `${WHODID_SPOOL_DIR}-unused` : WHODID_SPOOL_DIR,
});
const { port, close } = await subject.serve(recorder);
process.send?.({ port });

process.once('message', async () => {
  await close();
  await recorder.close(60_000);
  process.send?.({ arrived }, () => process.disconnect());
});
