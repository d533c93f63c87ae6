import { fastifyCapture } from '@whodid/capture/fastify';
import { handlerOnceConformance } from '../conformance/handler-once.ts';
import { fastifyVersions } from '../fixtures/fastify-versions.ts';
import { listeningFastify } from '../fixtures/listening.ts';

for (const [name, make] of fastifyVersions) {
  handlerOnceConformance(name, async ({ recorder, skip, arrived, handle }) => {
    const app = make({ forceCloseConnections: true });
    app.addHook('onRequest', async (request) => arrived(request));
    await app.register(fastifyCapture, { recorder, skip });
    const config = { whodid: { name: 'orders' } };
    app.post('/orders/:id', { config }, (request) => handle({ request, body: request.body }));
    return listeningFastify(app);
  });
}
