import { fastifyCapture } from '@whodid/capture/fastify';
import { captureConformance } from '../conformance/capture-conformance.ts';
import { fastifyApp } from '../conformance/fastify-app.ts';
import { fastifyVersions } from '../fixtures/fastify-versions.ts';
import { listeningFastify } from '../fixtures/listening.ts';

for (const [name, make] of fastifyVersions) {
  captureConformance({
    name: `${name} with the plugin`,
    routes: true,
    sees: 'parse-errors',
    serve: (recorder) =>
      listeningFastify(
        fastifyApp((app) => {
          if (recorder !== null) app.register(fastifyCapture, { recorder });
        }, make),
      ),
  });
}
