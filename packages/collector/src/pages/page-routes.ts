import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type LinkTools, signInByLink } from '../access/sign-in-by-link.ts';
import type { CollectorApp } from '../collector-app.ts';
import { mountedOf } from '../mount/mounted.ts';
import { indexAt } from './index-at.ts';
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
  const index = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!built) return reply.code(503).type(html).send(notBuiltPage);
    const text = await readFile(join(directory, 'index.html'), 'utf8');
    reply.header('cache-control', 'no-cache').type(html);
    return reply.send(indexAt(text, mountedOf(request.raw)?.base ?? null));
  };
  app.get('/', { schema: { hide: true } }, async (request, reply) => {
    const token = mountedOf(request.raw) === undefined ? tokenIn(request) : null;
    return token === null ? index(request, reply) : signInByLink(token, reply, tools);
  });
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = (request.params as { readonly '*': string })['*'];
    // A path of the API that does not exist must not look like a page.
    if (/^(?:v\d+|api)(?:\/|$)/.test(path)) return reply.callNotFound();
    if (!built || !isFile(path)) return index(request, reply);
    return reply.header('cache-control', cachingFor(path)).sendFile(path);
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
