// Apps that know nothing of us, with the other versions of their frameworks and with NestJS.
import { captureNodeHttp } from '@whodid/capture/node-http';
import { captureConformance } from '../conformance/capture-conformance.ts';
import { expressApp } from '../conformance/express-app.ts';
import { fastifyApp } from '../conformance/fastify-app.ts';
import { conformanceModule } from '../conformance/nest-app.ts';
import { express4 } from '../fixtures/express-versions.ts';
import { fastifyVersions } from '../fixtures/fastify-versions.ts';
import { type Listening, listening, listeningFastify } from '../fixtures/listening.ts';
import { listeningNest, nestPlatforms } from '../fixtures/nest-platforms.ts';

unchanged('Express 4', () => listening(expressApp({ express: express4 })));

for (const [name, make] of fastifyVersions.slice(1)) {
  unchanged(name, () => listeningFastify(fastifyApp(undefined, make)));
}

for (const [name, make] of nestPlatforms) {
  unchanged(name, async () => listeningNest(await make(conformanceModule)));
}

function unchanged(name: string, serve: () => Promise<Listening>): void {
  captureConformance({
    name: `${name} without a change`,
    routes: true,
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
