import { expressCapture } from '@whodid/capture/express';
import { captureConformance } from '../conformance/capture-conformance.ts';
import { expressApp } from '../conformance/express-app.ts';
import { listening } from '../fixtures/listening.ts';

captureConformance({
  name: 'Express 5 with the middleware',
  routes: true,
  serve: (recorder) => listening(expressApp(recorder === null ? [] : [expressCapture(recorder)])),
});
