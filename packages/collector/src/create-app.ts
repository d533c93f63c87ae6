import fastifyCookie from '@fastify/cookie';
import {
  type Clock,
  createIds,
  createRedactor,
  type ReadOptions,
  type RedactOptions,
} from '@whodid/core';
import type { Store } from '@whodid/store';
import { fastify } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Access } from './access/access.ts';
import { guardRoutes } from './access/guard.ts';
import { keyRoutes } from './access/key-routes.ts';
import { meRoute } from './access/me-route.ts';
import { sessionRoutes } from './access/session-routes.ts';
import type { SignIn } from './access/sessions.ts';
import type { CollectorApp } from './collector-app.ts';
import { healthRoute } from './health/health-route.ts';
import type { HistoryOptions } from './history/history-options.ts';
import { parseElement } from './ingest/elements.ts';
import type { IngestTools } from './ingest/ingest.ts';
import { ingestRoute } from './ingest/ingest-route.ts';
import { ingestLimits } from './ingest/limits.ts';
import { noteWeakening } from './ingest/note-weakening.ts';
import { OwnProducer } from './ingest/own-producer.ts';
import { Journal } from './journal/journal.ts';
import { LookBook } from './journal/look-book.ts';
import { describeRoutes, openapiRoute } from './openapi/openapi.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { securityHeaders } from './pages/security-headers.ts';
import { answerClientError, errorHandler, sendProblem } from './problem/answer.ts';
import { notFound } from './problem/not-found.ts';
import { Problem } from './problem/problem.ts';
import { toProblem } from './problem/to-problem.ts';
import { checkRoute } from './query/check-route.ts';
import { getRoute } from './query/get-route.ts';
import { listRoute } from './query/list-route.ts';
import type { LiveHub } from './query/live-hub.ts';
import { liveRoute } from './query/live-route.ts';
import type { StreamNames } from './streams/stream-names.ts';
import { StreamRegistry } from './streams/stream-registry.ts';
import { streamRoutes } from './streams/stream-routes.ts';

export interface AppParts {
  readonly store: Store;
  readonly access: Access;
  readonly hub: LiveHub;
  readonly streamNames: StreamNames;
  readonly clock: Clock;
  readonly redact: RedactOptions;
  readonly history: ReadOptions<HistoryOptions>;
  /** Where the built dashboard is, if it is. */
  readonly dashboardDir: string;
  /** Whether only this machine can reach the server. */
  readonly loopback: boolean;
  readonly linkFor: (signIn: SignIn) => string;
  readonly isClosing: () => boolean;
  readonly onNotice: (line: string) => void;
}

/** Puts all routes of a collector together. It does not listen yet. */
export async function createApp(parts: AppParts): Promise<CollectorApp> {
  const app = bareApp(parts.onNotice);
  await app.register(fastifyCookie);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders);
    if (parts.isClosing()) throw new Problem('CLOSING', 'The collector is stopping.');
  });
  const { access, history, loopback } = parts;
  guardRoutes(app, { access, historyPermission: history.permission, loopback });
  await describeRoutes(app);
  const ingest = ingestTools(parts);
  const journal = new Journal(ingest);
  const looks = new LookBook(journal, parts.clock);
  app.addHook('onClose', () => looks.close());
  app.addHook('onClose', async () => parts.streamNames.close());
  addRoutes(app, parts, { ingest, journal, looks });
  await pageRoutes(app, { sessions: parts.access.sessions, directory: parts.dashboardDir });
  await noteWeakening(parts.redact, ingest);
  return app;
}

function bareApp(onNotice: (line: string) => void): CollectorApp {
  const app = fastify({
    // What is captured must not turn up in a second log.
    logger: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => sendProblem(reply, toProblem(error)),
    forceCloseConnections: 'idle',
    // Said as a problem in the hook above.
    return503OnClosing: false,
    requestTimeout: 60_000,
    bodyLimit: 64 * 1024,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(errorHandler(onNotice));
  app.setNotFoundHandler(notFound);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, readSmallBody(body as Buffer)),
  );
  return app;
}

// An empty body is no body, whatever its content type says: many clients always send one.
function readSmallBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const parsed = parseElement(body, ingestLimits);
  if ('value' in parsed) return parsed.value;
  throw new Problem(parsed.unreadable, `The body ${parsed.reason}.`);
}

function ingestTools({ store, clock, redact }: AppParts): IngestTools {
  return {
    store,
    clock,
    nextId: createIds(clock),
    redactor: createRedactor(redact),
    producer: new OwnProducer(),
    limits: ingestLimits,
  };
}

interface Tools {
  readonly ingest: IngestTools;
  readonly journal: Journal;
  readonly looks: LookBook;
}

function addRoutes(
  app: CollectorApp,
  { store, access, hub, streamNames, clock, linkFor }: AppParts,
  { ingest, journal, looks }: Tools,
): void {
  const streams = new StreamRegistry(streamNames, store);
  ingestRoute(app, ingest);
  listRoute(app, { store, clock, looks, streams });
  liveRoute(app, { hub, clock, looks, streams });
  getRoute(app, store, looks);
  checkRoute(app, clock);
  meRoute(app);
  streamRoutes(app, streams, journal);
  keyRoutes(app, access.keys, journal);
  sessionRoutes(app, { sessions: access.sessions, linkFor });
  healthRoute(app, store);
  openapiRoute(app);
}
