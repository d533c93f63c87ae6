import { expressCapture } from '@whodid/capture/express';
import { ambientConformance } from '../conformance/ambient-conformance.ts';
import { expressVersions } from '../fixtures/express-versions.ts';
import { listening } from '../fixtures/listening.ts';

for (const [name, express] of expressVersions) {
  ambientConformance(name, (recorder, handler) => {
    const app = express();
    app.use(expressCapture(recorder));
    app.use((req, res) => handler(req, res));
    return listening(app);
  });
}
