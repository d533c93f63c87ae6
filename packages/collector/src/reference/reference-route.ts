import { hash } from 'node:crypto';
import type { CollectorApp } from '../collector-app.ts';
import { documentOf } from '../openapi/openapi.ts';
import { referencePage } from './reference-page.ts';
import { referenceStyle } from './reference-style.ts';

/**
 * Narrower than that of the dashboard: no script at all, no request, and of styles only the one in
 * the page, by its hash. The picture is the empty one that keeps browsers from asking for another.
 */
const contentPolicy: string = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', referenceStyle, 'base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Adds `GET /reference`: the description of the interface for people. It shows nothing of anybody. */
export function referenceRoute(app: CollectorApp): void {
  let page: string | undefined;
  app.get('/reference', { schema: { hide: true } }, async (_request, reply) => {
    page ??= referencePage(documentOf(app));
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentPolicy)
      .header('cache-control', 'no-cache')
      .send(page);
  });
}
