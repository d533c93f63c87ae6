import type { CollectorApp } from '../collector-app.ts';
import { signInLink } from '../openapi/schemas.ts';
import { type Caller, callerOf } from './caller.ts';
import { clientOf } from './client.ts';
import { sessionOf, takeSession } from './session-cookie.ts';
import type { Sessions, SignIn } from './sessions.ts';
import type { SignInNotes } from './sign-in-notes.ts';

export interface SessionTools {
  readonly sessions: Sessions;
  /** A one-time address that signs in whoever opens it. */
  readonly linkFor: (signIn: SignIn) => string;
  readonly notes: SignInNotes;
}

/** Adds the routes that begin and end a browser's session. */
export function sessionRoutes(app: CollectorApp, { sessions, linkFor, notes }: SessionTools): void {
  app.route({
    method: 'POST',
    url: '/v1/session/links',
    schema: {
      operationId: 'createSignInLink',
      summary: 'Make a sign-in link',
      description: 'The link works once, within ten minutes.',
      tags: ['access'],
      response: { 200: signInLink },
    },
    handler: async (request) => ({ url: linkFor(signInOf(callerOf(request))) }),
  });
  app.route({
    method: 'POST',
    url: '/v1/session/end',
    schema: { operationId: 'signOut', summary: 'Sign out', tags: ['access'] },
    handler: async (request, reply) => {
      const session = sessionOf(request);
      const caller = callerOf(request);
      takeSession(reply);
      if (caller.via === 'session' && session !== null) {
        sessions.end(session);
        await notes.signedOut(caller, clientOf(request));
      }
      return reply.code(204).send();
    },
  });
}

// Somebody who is a user makes a link for a further browser of the same user: with their role at
// most, and ended together with their own sessions.
function signInOf({ id, tenant, operator, keyId, via, userId }: Caller): SignIn {
  const user = via === 'session' && userId !== null ? id : null;
  return { tenant, operator, keyId, user };
}
