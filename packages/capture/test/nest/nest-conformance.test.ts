import { nestCapture } from '@whodid/capture/nest';
import { captureConformance } from '../conformance/capture-conformance.ts';
import { conformanceModule } from '../conformance/nest-app.ts';
import { listeningNest, nestPlatforms } from '../fixtures/nest-platforms.ts';

for (const [name, make] of nestPlatforms) {
  captureConformance({
    name,
    routes: true,
    sees: name === 'NestJS on Fastify' ? 'parse-errors' : 'requests',
    async serve(recorder) {
      const app = await make(conformanceModule);
      if (recorder !== null) nestCapture(app, recorder);
      return listeningNest(app);
    },
  });
}
