import { getRequestListener } from '@hono/node-server';
import { honoCapture } from '@whodid/capture/hono';
import { captureConformance } from '../conformance/capture-conformance.ts';
import { honoApp } from '../conformance/hono-app.ts';
import { listening } from '../fixtures/listening.ts';

captureConformance({
  name: 'Hono with the middleware',
  routes: true,
  // A target that is no path is refused by the server of Hono, which asks no app about it.
  unseen: ['options-star'],
  serve: (recorder) =>
    listening(getRequestListener(honoApp(recorder === null ? [] : [honoCapture(recorder)]).fetch)),
});
