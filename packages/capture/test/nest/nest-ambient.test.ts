import { Module } from '@nestjs/common';
import { nestCapture } from '@whodid/capture/nest';
import { ambientConformance } from '../conformance/ambient-conformance.ts';
import { rawController } from '../conformance/nest-app.ts';
import { decorate } from '../fixtures/decorate.ts';
import { listeningNest, nestPlatforms } from '../fixtures/nest-platforms.ts';

for (const [name, make] of nestPlatforms) {
  ambientConformance(name, async (recorder, handler) => {
    const app = await make(
      decorate(class {}, [Module({ controllers: [rawController('Any', { '/': handler })] })]),
      { bodyParser: false },
    );
    nestCapture(app, recorder, {
      actorOf: (request: object & { raw?: object; user?: { id: string } }) => {
        const { user } = (request.raw ?? request) as { user?: { id: string } };
        return user === undefined ? null : { type: 'user', id: user.id };
      },
    });
    if (app.getHttpAdapter().getType() === 'fastify') {
      const fastify = app.getHttpAdapter().getInstance();
      fastify.removeAllContentTypeParsers();
      fastify.addContentTypeParser('*', (_: unknown, __: unknown, done: (e: null) => void) =>
        done(null),
      );
    }
    return listeningNest(app);
  });
}
