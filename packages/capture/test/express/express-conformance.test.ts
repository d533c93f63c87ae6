import { expressCapture, expressErrors } from '@whodid/capture/express';
import { captureConformance } from '../conformance/capture-conformance.ts';
import { expressApp } from '../conformance/express-app.ts';
import { expressVersions } from '../fixtures/express-versions.ts';
import { listening } from '../fixtures/listening.ts';

for (const [name, express] of expressVersions) {
  captureConformance({
    name: `${name} with the middleware`,
    routes: true,
    serve: (recorder) =>
      listening(
        expressApp({
          express,
          ...(recorder === null
            ? {}
            : { before: [expressCapture(recorder)], after: [expressErrors()] }),
        }),
      ),
  });
}
