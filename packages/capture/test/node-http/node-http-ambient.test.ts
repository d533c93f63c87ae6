import { captureNodeHttp } from '@whodid/capture/node-http';
import { ambientConformance } from '../conformance/ambient-conformance.ts';
import { listening } from '../fixtures/listening.ts';

ambientConformance('node:http', async (recorder, handler) => {
  const stop = captureNodeHttp(recorder);
  const server = await listening(handler);
  return {
    ...server,
    async close() {
      await server.close();
      stop();
    },
  };
});
