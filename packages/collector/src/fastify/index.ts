import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type DashboardOptions, dispatch, readDashboardOptions } from '../mount/dispatch.ts';

export type { AppUser } from '../mount/app-user.ts';
export type { DashboardOptions } from '../mount/dispatch.ts';

/**
 * The dashboard of a collector as a part of a Fastify app, behind the app's own authentication. Whom
 * `user` does not know is refused with an error of status 403, which the app's error handler answers.
 *
 * ```ts
 * await app.register(whodidDashboard, {
 *   prefix: '/activity',
 *   collector,
 *   user: (request: FastifyRequest) => request.user ? { id: request.user.id, role: 'viewer' } : null,
 * });
 * ```
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export async function whodidDashboard(
  app: FastifyInstance,
  given: DashboardOptions<FastifyRequest>,
): Promise<void> {
  const { collector, user } = given;
  const options = readDashboardOptions({ collector, user });
  const base = app.prefix.replace(/\/$/, '');
  // Left for the collector to read.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  for (const url of ['/', '/*']) {
    app.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: async (asked, reply) => {
        const { raw: request } = asked;
        const within = (request.url ?? '/').slice(base.length);
        const parts = { asked, request, response: reply.raw, url: within, base };
        await dispatch(parts, options);
        reply.hijack();
      },
    });
  }
}
