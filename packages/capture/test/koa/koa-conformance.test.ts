import { koaCapture } from '@whodid/capture/koa';
import { captureConformance } from '../conformance/capture-conformance.ts';
import { koaApp } from '../conformance/koa-app.ts';
import { listening } from '../fixtures/listening.ts';

captureConformance({
  name: 'Koa 3 with the middleware',
  routes: true,
  serve: (recorder) =>
    listening(koaApp(recorder === null ? [] : [koaCapture(recorder)]).callback()),
});
