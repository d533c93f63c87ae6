import { captureNodeHttp } from '@whodid/capture/node-http';
import type { Listening } from '../fixtures/listening.ts';
import { captureConformance } from './capture-conformance.ts';

/** The suite with an app that knows nothing of us, in a process whose servers are all captured. */
export function unchangedConformance(
  name: string,
  routes: boolean,
  serve: () => Promise<Listening>,
): void {
  captureConformance({
    name: `${name} without a change`,
    routes,
    sees: 'everything',
    async serve(recorder) {
      const stop = recorder === null ? () => {} : captureNodeHttp(recorder);
      const server = await serve();
      return {
        ...server,
        async close() {
          await server.close();
          stop();
        },
      };
    },
  });
}
