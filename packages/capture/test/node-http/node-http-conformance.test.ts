import { captureNodeHttp } from '@whodid/capture/node-http';
import type { Recorder } from '@whodid/core';
import { captureConformance } from '../conformance/capture-conformance.ts';
import { expressApp } from '../conformance/express-app.ts';
import { fastifyApp } from '../conformance/fastify-app.ts';
import { nodeApp } from '../conformance/node-app.ts';
import { type Listening, listening, listeningFastify } from '../fixtures/listening.ts';

captureConformance({
  name: 'node:http without a change',
  routes: false,
  sees: 'everything',
  serve: captured(() => listening(nodeApp)),
});

captureConformance({
  name: 'Express 5 without a change',
  routes: true,
  sees: 'everything',
  serve: captured(() => listening(expressApp())),
});

captureConformance({
  name: 'Fastify 5 without a change',
  routes: true,
  sees: 'everything',
  serve: captured(() => listeningFastify(fastifyApp())),
});

function captured(serve: () => Promise<Listening>) {
  return async (recorder: Recorder | null): Promise<Listening> => {
    const stop = recorder === null ? () => {} : captureNodeHttp(recorder);
    const server = await serve();
    return {
      ...server,
      async close() {
        await server.close();
        stop();
      },
    };
  };
}
