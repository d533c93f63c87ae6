import fastifyCookie from '@fastify/cookie';
import { canonicalAddress, createProxyTrust } from '@whodid/capture/address';
import {
  type Clock,
  createIds,
  createRedactor,
  type ReadOptions,
  type RedactOptions,
} from '@whodid/core';
import type { Store } from '@whodid/store';
import { fastify } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
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
import { activityRoutes } from './activity/activity-routes.ts';
import { activityLogRoutes } from './activity-log/activity-log-routes.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import { type CountingAnswers, countingAnswers } from './cache/counting-answers.ts';
import { invalidatingStore } from './cache/invalidating-store.ts';
import type { CollectorApp } from './collector-app.ts';
import { exportRoute } from './export/export-route.ts';
import { healthRoute } from './health/health-route.ts';
import { noticingStore } from './health/noticing-store.ts';
import { Pulse } from './health/pulse.ts';
import { stateRoute } from './health/state-route.ts';
import type { HistoryOptions } from './history/history-options.ts';
import { historyRoutes } from './history/history-routes.ts';
import { parseElement } from './ingest/elements.ts';
import { Gate } from './ingest/gate.ts';
import type { IngestTools } from './ingest/ingest.ts';
import { ingestRoute } from './ingest/ingest-route.ts';
import { ingestLimits } from './ingest/limits.ts';
import { noteWeakening } from './ingest/note-weakening.ts';
import { OwnProducer } from './ingest/own-producer.ts';
import { Journal } from './journal/journal.ts';
import { LookBook } from './journal/look-book.ts';
import { describeRoutes, openapiRoute } from './openapi/openapi.ts';
import { overviewRoute } from './overview/overview-route.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { securityHeaders } from './pages/security-headers.ts';
import { personRoute } from './people/person-route.ts';
import { answerClientError, errorHandler, sendProblem } from './problem/answer.ts';
import { notFound } from './problem/not-found.ts';
import { Problem } from './problem/problem.ts';
import { toProblem } from './problem/to-problem.ts';
import { validateRequest } from './problem/validate-request.ts';
import { checkRoute } from './query/check-route.ts';
import { getRoute } from './query/get-route.ts';
import { listRoute } from './query/list-route.ts';
import type { LiveHub } from './query/live-hub.ts';
import { liveRoute } from './query/live-route.ts';
import type { RateLimitOptions } from './rate-limits/rate-limit-options.ts';
import { RateLimits } from './rate-limits/rate-limits.ts';
import { referenceRoute } from './reference/reference-route.ts';
import { settingsRoute } from './settings/settings-route.ts';
import type { StreamNames } from './streams/stream-names.ts';
import { StreamRegistry } from './streams/stream-registry.ts';
import { streamRoutes } from './streams/stream-routes.ts';
import { tallyRoute } from './tally/tally-route.ts';
import { boardRoute } from './triage/board-route.ts';
import { Triage } from './triage/triage.ts';
import { triageRoutes } from './triage/triage-routes.ts';
import type { SavedViews } from './views/saved-views.ts';
import { viewRoutes } from './views/view-routes.ts';

export interface AppParts {
  readonly store: Store;
  /** Where it keeps entries on disk; `null` if it does not. */
  readonly storeDir: string | null;
  readonly access: Access;
  /** Hears of everything that this app stores. */
  readonly cache: AnswerCache;
  readonly hub: LiveHub;
  readonly streamNames: StreamNames;
  readonly savedViews: SavedViews;
  readonly clock: Clock;
  readonly redact: RedactOptions;
  readonly history: ReadOptions<HistoryOptions>;
  readonly rateLimits: RateLimitOptions | null;
  readonly trustedProxies: readonly string[];
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
export async function createApp(given: AppParts): Promise<CollectorApp> {
  const cache = countingAnswers(given.cache);
  const pulse = new Pulse(given.clock);
  const store = invalidatingStore(noticingStore(given.store, pulse), cache);
  const parts = { ...given, cache, store };
  const app = bareApp(parts);
  await app.register(fastifyCookie);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders);
    if (parts.isClosing()) throw new Problem('CLOSING', 'The collector is stopping.');
  });
  const { access, history, loopback, publicUrl } = parts;
  const limits = new RateLimits(parts.rateLimits);
  guardRoutes(app, { access, historyPermission: history.permission, limits, loopback, publicUrl });
  await describeRoutes(app);
  const ingest = ingestTools(parts);
  const journal = new Journal(ingest);
  const looks = new LookBook(journal, parts.clock);
  app.addHook('onClose', () => looks.close());
  app.addHook('onClose', async () => parts.streamNames.close());
  app.addHook('onClose', async () => parts.savedViews.close());
  const people: PeopleTools = {
    ...{ users: access.users, sessions: access.sessions, limits: new SignInLimits() },
    notes: new SignInNotes(journal, access.secret('sign-in')),
  };
  addRoutes(app, parts, { ingest, journal, looks, people, pulse });
  const oidcName = parts.oidc?.name ?? null;
  settingsRoute(app, { ...parts, ingest, oidcName, rateLimits: limits });
  await pageRoutes(app, { ...people, directory: parts.dashboardDir });
  await noteWeakening(parts.redact, ingest);
  return app;
}

function bareApp({ onNotice, trustedProxies }: AppParts): CollectorApp {
  const app = fastify({
    trustProxy: trustOf(trustedProxies),
    // What is captured must not turn up in a second log.
    logger: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => sendProblem(reply, toProblem(error)),
    forceCloseConnections: 'idle',
    // Said as a problem in the hook above.
    return503OnClosing: false,
    requestTimeout: 60_000,
    // Document 002 writes its addresses with a slash at the end and without. And the id of a user in
    // an address may be as long as an address may be.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
    bodyLimit: 64 * 1024,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validateRequest);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(errorHandler(onNotice));
  app.setNotFoundHandler(notFound);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, readSmallBody(body as Buffer)),
  );
  return app;
}

function trustOf(proxies: readonly string[]): false | ((address: string) => boolean) {
  const trust = createProxyTrust(proxies);
  if (proxies.length === 0) return false;
  return (address) => trust.includes(canonicalAddress(address) ?? '');
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
  readonly people: PeopleTools;
  readonly pulse: Pulse;
}

type PeopleTools = Omit<SignInTools, 'oidcName'>;

function addRoutes(
  app: CollectorApp,
  {
    store,
    storeDir,
    access,
    cache,
    history,
    hub,
    streamNames,
    savedViews,
    clock,
    linkFor,
    oidc,
    address,
    onNotice,
  }: AppParts & { readonly cache: CountingAnswers },
  { ingest, journal, looks, people, pulse }: Tools,
): void {
  const gate = new Gate(ingest.limits);
  const streams = new StreamRegistry(streamNames, store);
  ingestRoute(app, ingest, gate);
  activityLogRoutes(app, ingest, gate);
  listRoute(app, { store, clock, looks, streams });
  exportRoute(app, { store, clock, looks, streams });
  tallyRoute(app, { store, clock, looks, streams });
  overviewRoute(app, { store, clock, looks, streams });
  personRoute(app, { store, clock, looks, streams });
  liveRoute(app, { hub, clock, looks, streams });
  getRoute(app, store, looks);
  checkRoute(app, clock);
  historyRoutes(app, { store, clock, looks, options: history });
  meRoute(app);
  streamRoutes(app, streams, journal);
  viewRoutes(app, savedViews, journal);
  keyRoutes(app, access.keys, journal);
  sessionRoutes(app, { ...people, linkFor });
  userRoutes(app, { ...people, journal });
  signInRoutes(app, { ...people, oidcName: oidc?.name ?? null });
  oidcRoutes(app, { ...people, provider: oidc, journal, clock, address, onNotice });
  const { limits } = ingest.redactor;
  const triage = new Triage({ store, journal, secret: access.secret('triage'), limits });
  triageRoutes(app, { store, triage, looks });
  boardRoute(app, { store, clock, looks, streams });
  activityRoutes(app, { store, clock, ingest, triage, looks, cache });
  healthRoute(app, store, cache);
  stateRoute(app, { store, storeDir, cache, pulse, clock });
  openapiRoute(app);
  referenceRoute(app);
}
