import type { CollectorApp } from '../collector-app.ts';
import { signInLink } from '../openapi/schemas.ts';
import { callerOf } from './caller.ts';
import { sessionOf, takeSession } from './session-cookie.ts';
import type { Sessions, SignIn } from './sessions.ts';

export interface SessionTools {
  readonly sessions: Sessions;
  /** A one-time address that signs in whoever opens it. */
  readonly linkFor: (signIn: SignIn) => string;
}

/** Adds the routes that begin and end a browser's session. */
export function sessionRoutes(app: CollectorApp, { sessions, linkFor }: SessionTools): void {
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
    handler: async (request) => ({ url: linkFor(callerOf(request)) }),
  });
  app.route({
    method: 'POST',
    url: '/v1/session/end',
    schema: { operationId: 'signOut', summary: 'Sign out', tags: ['access'] },
    handler: async (request, reply) => {
      const session = sessionOf(request);
      if (callerOf(request).via === 'session' && session !== null) sessions.end(session);
      takeSession(reply);
      return reply.code(204).send();
    },
  });
}
