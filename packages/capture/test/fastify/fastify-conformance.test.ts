import { fastifyCapture } from '@whodid/capture/fastify';
import type { FastifyInstance } from 'fastify';
import { captureConformance } from '../conformance/capture-conformance.ts';
import { fastifyApp } from '../conformance/fastify-app.ts';
import { listeningFastify } from '../fixtures/listening.ts';

captureConformance({
  name: 'Fastify 5 with the plugin',
  routes: true,
  serve: (recorder) =>
    listeningFastify(
      fastifyApp((app: FastifyInstance) => {
        if (recorder !== null) app.register(fastifyCapture, { recorder });
      }),
    ),
});
