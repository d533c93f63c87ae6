// The other versions of the frameworks, and NestJS.
import { expressApp } from '../conformance/express-app.ts';
import { fastifyApp } from '../conformance/fastify-app.ts';
import { conformanceModule } from '../conformance/nest-app.ts';
import { unchangedConformance } from '../conformance/unchanged-conformance.ts';
import { express4 } from '../fixtures/express-versions.ts';
import { fastifyVersions } from '../fixtures/fastify-versions.ts';
import { listening, listeningFastify } from '../fixtures/listening.ts';
import { listeningNest, nestPlatforms } from '../fixtures/nest-platforms.ts';

unchangedConformance('Express 4', true, () => listening(expressApp({ express: express4 })));

for (const [name, make] of fastifyVersions.slice(1)) {
  unchangedConformance(name, true, () => listeningFastify(fastifyApp(undefined, make)));
}

for (const [name, make] of nestPlatforms) {
  unchangedConformance(name, true, async () => listeningNest(await make(conformanceModule)));
}
