// The app of http.bench.ts: Express 5, bare or with capture. Prints its port, answers `/usage`.
import { expressCapture } from '@whodid/capture/express';
import { createRecorder } from '@whodid/core';
import express from 'express';

const [mode, spoolDirectory] = process.argv.slice(2);
const answer = {
  items: Array.from({ length: 11 }, (_, id) => ({
    id,
    title: `An ordinary article, number ${id}`,
    price: 9.99,
    currency: 'EUR',
    available: true,
  })),
  note: '',
};
// 1,200 bytes in all.
answer.note = 'x'.repeat(1200 - JSON.stringify(answer).length);
const body = JSON.stringify(answer);

const app = express();
if (mode === 'captured') {
  app.use(expressCapture(createRecorder({ service: 'bench', spoolDirectory })));
}
app.use(express.json());
app.post('/empty', (_, res) => void res.type('json').send(body));
app.post('/busy', (_, res) => {
  const until = performance.now() + 1;
  while (performance.now() < until);
  res.type('json').send(body);
});

// Beside the app, so that asking is no request of the bench.
process.on('message', () => process.send?.(process.cpuUsage()));
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
process.on('disconnect', () => process.exit());
