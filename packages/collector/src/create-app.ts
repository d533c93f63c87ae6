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
import type { OidcProvider } from './access/oidc/oidc-provider.ts';
import { oidcRoutes } from './access/oidc/oidc-routes.ts';
import { sessionRoutes } from './access/session-routes.ts';
import type { SignIn } from './access/sessions.ts';
import { SignInLimits } from './access/sign-in-limits.ts';
import { SignInNotes } from './access/sign-in-notes.ts';
import { type SignInTools, signInRoutes } from './access/sign-in-routes.ts';
import { userRoutes } from './access/user-routes.ts';
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

export interface AppParts {
  readonly store: Store;
  readonly access: Access;
  readonly hub: LiveHub;
  readonly clock: Clock;
  readonly redact: RedactOptions;
  readonly history: ReadOptions<HistoryOptions>;
  /** Where the built dashboard is, if it is. */
  readonly dashboardDir: string;
  /** Whether only this machine can reach the server. */
  readonly loopback: boolean;
  /** The address under which browsers reach the collector, if it has another one. */
  readonly publicUrl: string | null;
  /** Under what address browsers reach the collector. Known once it listens. */
  readonly address: () => string;
  readonly oidc: OidcProvider | null;
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
  const { access, history, loopback, publicUrl } = parts;
  guardRoutes(app, { access, historyPermission: history.permission, loopback, publicUrl });
  await describeRoutes(app);
  const ingest = ingestTools(parts);
  const journal = new Journal(ingest);
  const people: PeopleTools = {
    ...{ users: access.users, sessions: access.sessions, limits: new SignInLimits() },
    notes: new SignInNotes(journal, access.secret('sign-in')),
  };
  addRoutes(app, parts, { ingest, journal, people });
  await pageRoutes(app, { ...people, directory: parts.dashboardDir });
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
  readonly people: PeopleTools;
}

type PeopleTools = Omit<SignInTools, 'oidcName'>;

function addRoutes(
  app: CollectorApp,
  { store, access, hub, clock, linkFor, oidc, address, onNotice }: AppParts,
  { ingest, journal, people }: Tools,
): void {
  ingestRoute(app, ingest);
  listRoute(app, { store, clock });
  liveRoute(app, hub, clock);
  getRoute(app, store);
  checkRoute(app, clock);
  meRoute(app);
  keyRoutes(app, access.keys, journal);
  sessionRoutes(app, { ...people, linkFor });
  userRoutes(app, { ...people, journal });
  signInRoutes(app, { ...people, oidcName: oidc?.name ?? null });
  oidcRoutes(app, { ...people, provider: oidc, journal, clock, address, onNotice });
  healthRoute(app, store);
  openapiRoute(app);
}
