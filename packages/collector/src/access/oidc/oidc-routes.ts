import type { Client, Clock } from '@whodid/core';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { CollectorApp } from '../../collector-app.ts';
import type { Journal } from '../../journal/journal.ts';
import { Problem } from '../../problem/problem.ts';
import { clientOf, networkOf } from '../client.ts';
import { isLoopback } from '../guard.ts';
import { placeIn } from '../place.ts';
import { recorded } from '../recorded.ts';
import { giveNewSession } from '../session-cookie.ts';
import type { SignInTools } from '../sign-in-routes.ts';
import type { User } from '../users.ts';
import { admitPerson } from './admit-person.ts';
import { giveMark, markOf, takeMark } from './oidc-cookie.ts';
import { noAccessPage, notUnderWayPage, tooManyPage, troublePages } from './oidc-pages.ts';
import type { OidcClaims, OidcProvider } from './oidc-provider.ts';
import { OidcTrouble } from './oidc-trouble.ts';
import { PendingSignIns } from './pending-sign-ins.ts';
import { personIn } from './person.ts';

export interface OidcTools extends Omit<SignInTools, 'oidcName'> {
  readonly provider: OidcProvider | null;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Under what address browsers reach the collector. Known once it listens. */
  readonly address: () => string;
  readonly onNotice: (line: string) => void;
}

interface Flow extends OidcTools {
  readonly provider: OidcProvider;
  readonly pending: PendingSignIns;
}

const html = 'text/html; charset=utf-8';
const schema = z.string().meta({ examples: ['<!doctype html>'] });
const page = { description: 'A page', content: { [html]: { schema } } };
const callback = '/auth/oidc/callback';
// Given twice it is a list, and then leads nowhere.
const to = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .describe('Where to go afterwards: a path of this collector')
  .meta({ examples: ['/entries'] });

/** Adds the routes that lead a browser to the identity provider and take it back. */
export function oidcRoutes(app: CollectorApp, tools: OidcTools): void {
  const { provider, clock } = tools;
  const flow = provider && { ...tools, provider, pending: new PendingSignIns(clock) };
  const use = (): Flow => {
    if (flow !== null) return flow;
    throw new Problem('NOT_FOUND', 'There is no identity provider here.');
  };
  app.route({
    method: 'GET',
    url: '/auth/oidc',
    exposeHeadRoute: false,
    schema: {
      summary: 'Sign in at the identity provider',
      description: 'For browsers. `to` is a path of ours to go to afterwards.',
      tags: ['access'],
      querystring: z.looseObject({ to }),
      response: { 302: page },
    },
    handler: async (request, reply) => begin(placeIn(request.query.to), reply, use()),
  });
  app.route({
    method: 'GET',
    url: callback,
    exposeHeadRoute: false,
    schema: {
      summary: 'Come back from the identity provider',
      description: 'For browsers, which the provider sends here.',
      tags: ['access'],
      response: { 303: page },
    },
    handler: async (_request, reply) => await finish(reply, use()),
  });
}

async function begin(place: string, reply: FastifyReply, flow: Flow): Promise<FastifyReply> {
  const { provider, pending, limits, address } = flow;
  const client = clientOf(reply.request);
  const { host } = new URL(address());
  // The cookie must be of the name to which the provider sends the browser back.
  const isOtherName = isLoopback(reply.request.hostname) && reply.request.host !== host;
  if (isOtherName && isLoopback(new URL(address()).hostname)) {
    return reply.redirect(`${address()}/auth/oidc?${new URLSearchParams({ to: place })}`, 302);
  }
  if (!(await limits.mayBegin(networkOf(client)))) {
    return reply.code(429).header('retry-after', '900').type(html).send(tooManyPage);
  }
  const begun = pending.begin(place);
  try {
    const url = await provider.begin(begun.pending, address() + callback);
    giveMark(reply, begun.browser);
    return reply.redirect(url.href, 302);
  } catch (error) {
    return await fail(error, client, reply, flow);
  }
}

async function finish(reply: FastifyReply, flow: Flow): Promise<FastifyReply> {
  const { provider, pending, limits, notes, address } = flow;
  const { request } = reply;
  const client = clientOf(request);
  const answer = new URL(callback + searchOf(request.url), address());
  const under = pending.end(answer.searchParams.get('state') ?? '', markOf(request));
  takeMark(reply);
  if (under === null) {
    const reason = 'not under way in this browser';
    if (await limits.count(networkOf(client))) {
      await notes.failed({ way: 'oidc', reason, user: null }, client);
    }
    return reply.code(400).type(html).send(notUnderWayPage);
  }
  let claims: OidcClaims;
  try {
    claims = await provider.finish(answer, under);
  } catch (error) {
    return await fail(error, client, reply, flow);
  }
  const user = await letIn(claims, client, flow);
  const session = user === null ? null : flow.users.signIn(user);
  if (user === null || session === null) return reply.code(403).type(html).send(noAccessPage);
  await recorded(() => notes.signedIn(user, 'oidc', client), session, flow.sessions);
  giveNewSession(reply, session, flow.sessions);
  return reply.redirect(under.place, 303);
}

/** The user that somebody is, or `null` if they may not come in. */
async function letIn(claims: OidcClaims, client: Client, flow: Flow): Promise<User | null> {
  const { provider, users, journal, notes } = flow;
  const person = personIn(claims, provider.options);
  if ('refusal' in person) {
    const user = users.bySubject(claims.iss, claims.sub);
    // Whoever has no role any more has no session any more either.
    if (user !== null) users.update(user, {});
    await notes.failed({ way: 'oidc', reason: person.refusal, user, subject: claims.sub }, client);
    return null;
  }
  const user = await admitPerson(person, claims.iss, {
    users,
    journal,
    providerName: provider.name,
  });
  if (user.disabledAt === null) return user;
  await notes.failed({ way: 'oidc', reason: 'disabled', user }, client);
  return null;
}

async function fail(
  error: unknown,
  client: Client,
  reply: FastifyReply,
  { notes, onNotice }: Flow,
): Promise<FastifyReply> {
  if (!(error instanceof OidcTrouble)) throw error;
  const { kind, code } = error;
  onNotice(`A sign-in at the identity provider failed: ${kind} (${code})`);
  await notes.failed({ way: 'oidc', reason: reasons[kind], user: null }, client);
  return reply
    .code(kind === 'refused' ? 403 : 502)
    .type(html)
    .send(troublePages[kind]);
}

const reasons = {
  refused: 'refused by the identity provider',
  away: 'the identity provider does not answer',
  nonsense: 'the answer of the identity provider is not good',
} as const;

function searchOf(url: string): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at);
}
