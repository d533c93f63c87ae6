import { expressCapture, expressErrors, routePolicy } from '@whodid/capture/express';
import type { ErrorRequestHandler } from 'express';
import { handlerOnceConformance } from '../conformance/handler-once.ts';
import { expressVersions } from '../fixtures/express-versions.ts';
import { listening } from '../fixtures/listening.ts';

const sorry: ErrorRequestHandler = (_error, _req, res, _next) => void res.status(500).send('sorry');

for (const [name, express] of expressVersions) {
  handlerOnceConformance(name, ({ recorder, skip, arrived, handle }) => {
    const app = express();
    app.use((req, _, next) => {
      arrived(req);
      next();
    });
    app.use(expressCapture(recorder, { skip }));
    app.post('/orders/:id', routePolicy({ name: 'orders' }), express.json(), (request, res) => {
      res.json(handle({ request, body: request.body }));
    });
    app.use(expressErrors(), sorry);
    return listening(app);
  });
}
