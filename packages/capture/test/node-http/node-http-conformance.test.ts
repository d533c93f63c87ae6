import { expressApp } from '../conformance/express-app.ts';
import { fastifyApp } from '../conformance/fastify-app.ts';
import { nodeApp } from '../conformance/node-app.ts';
import { unchangedConformance } from '../conformance/unchanged-conformance.ts';
import { listening, listeningFastify } from '../fixtures/listening.ts';

unchangedConformance('node:http', false, () => listening(nodeApp));
unchangedConformance('Express 5', true, () => listening(expressApp()));
unchangedConformance('Fastify 5', true, () => listeningFastify(fastifyApp()));
