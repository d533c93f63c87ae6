import { expressCapture } from '@whodid/capture/express';
import express from 'express';
import { ambientConformance } from '../conformance/ambient-conformance.ts';
import { listening } from '../fixtures/listening.ts';

ambientConformance('Express 5', (recorder, handler) => {
  const app = express();
  app.use(expressCapture(recorder));
  app.use((req, res) => handler(req, res));
  return listening(app);
});
