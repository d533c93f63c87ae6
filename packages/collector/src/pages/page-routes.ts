import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type LinkTools, signInByLink } from '../access/sign-in-by-link.ts';
import type { CollectorApp } from '../collector-app.ts';
import { notBuiltPage } from './plain-page.ts';

export interface PageTools extends LinkTools {
  /** Where the built dashboard is, if it is. */
  readonly directory: string;
}

const html = 'text/html; charset=utf-8';

/**
 * Serves the dashboard's files, and `/?token=` that signs in. The files hold nothing of anybody, so
 * they need no credentials.
 */
export async function pageRoutes(app: CollectorApp, tools: PageTools): Promise<void> {
  const { directory } = tools;
  const built = isBuilt(directory);
  // `cacheControl: false`, because `cachingFor` says it better.
  const files = { root: directory, serve: false, cacheControl: false, dotfiles: 'ignore' } as const;
  if (built) await app.register(fastifyStatic, files);
  const page = (path: string, reply: FastifyReply): FastifyReply => {
    if (!built) return reply.code(503).type(html).send(notBuiltPage);
    return reply.header('cache-control', cachingFor(path)).sendFile(path);
  };
  app.get('/', { schema: { hide: true } }, async (request, reply) => {
    const token = tokenIn(request);
    return token === null ? page('index.html', reply) : signInByLink(token, reply, tools);
  });
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = (request.params as { readonly '*': string })['*'];
    // A path of the API that does not exist must not look like a page.
    if (/^(?:v\d+|api)(?:\/|$)/.test(path)) return reply.callNotFound();
    return page(isFile(path) ? path : 'index.html', reply);
  });
}

/** Whether there is a built dashboard in a directory. */
export function isBuilt(directory: string): boolean {
  return existsSync(join(directory, 'index.html'));
}

// Addresses inside the dashboard are all the same file, also those with an e-mail or a version in
// them. Files are at the top, where only they have a dot, or under assets/.
function isFile(path: string): boolean {
  const [first = ''] = path.split('/', 1);
  return first === 'assets' || first.includes('.');
}

function tokenIn({ query }: FastifyRequest): string | null {
  const { token } = query as { readonly token?: unknown };
  return token === undefined ? null : String(token);
}

// Vite puts a hash of the content into the names under assets/, so they never change.
function cachingFor(path: string): string {
  return path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
