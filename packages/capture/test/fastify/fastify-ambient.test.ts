import { fastifyCapture } from '@whodid/capture/fastify';
import { ambientConformance } from '../conformance/ambient-conformance.ts';
import { fastifyVersions } from '../fixtures/fastify-versions.ts';
import { listeningFastify } from '../fixtures/listening.ts';

for (const [name, make] of fastifyVersions) {
  ambientConformance(name, (recorder, handler) => {
    const app = make({ forceCloseConnections: true });
    app.register(fastifyCapture, {
      recorder,
      actorOf: ({ raw }) => {
        const { user } = raw as { user?: { id: string } };
        return user === undefined ? null : { type: 'user', id: user.id };
      },
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_, __, done) => done(null));
    app.all('/*', (request, reply) => {
      reply.hijack();
      handler(request.raw, reply.raw);
    });
    return listeningFastify(app);
  });
}
