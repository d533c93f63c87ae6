import type { FastifyReply } from 'fastify';
import { linkUsedPage } from '../pages/plain-page.ts';
import { clientOf, networkOf } from './client.ts';
import { placeIn } from './place.ts';
import { recorded } from './recorded.ts';
import { giveNewSession } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import type { SignInNotes } from './sign-in-notes.ts';

export interface LinkTools {
  readonly sessions: Sessions;
  readonly limits: SignInLimits;
  readonly notes: SignInNotes;
}

/** Answers `/?token=`: signs in whoever opens it, and leads to the path in `to`, if there is one. */
export async function signInByLink(
  token: string,
  reply: FastifyReply,
  { sessions, limits, notes }: LinkTools,
): Promise<FastifyReply> {
  const { request } = reply;
  const client = clientOf(request);
  // A HEAD comes from something that looks whether the link is alive, and must not use it up.
  const session = request.method === 'GET' ? sessions.redeem(token) : null;
  const caller = session === null ? null : sessions.authenticate(session);
  if (session === null || caller === null) {
    const isNews = request.method === 'GET' && (await limits.count(networkOf(client)));
    if (isNews) await notes.failed({ way: 'link', reason: 'not a good link', user: null }, client);
    return reply.code(401).type('text/html; charset=utf-8').send(linkUsedPage);
  }
  await recorded(() => notes.signedInByLink(caller, client), session, sessions);
  giveNewSession(reply, session, sessions);
  return reply.redirect(placeIn((request.query as { readonly to?: unknown }).to), 303);
}
