import type { RedactOptions } from '@whodid/core';
import type { Access } from '../access/access.ts';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { IngestTools } from '../ingest/ingest.ts';
import type { RateLimits } from '../rate-limits/rate-limits.ts';
import { version } from '../version.ts';
import { settingsAnswer } from './settings-schemas.ts';

export interface SettingsTools {
  readonly ingest: IngestTools;
  readonly access: Access;
  readonly cache: AnswerCache;
  readonly redact: RedactOptions;
  readonly rateLimits: RateLimits;
  readonly oidcName: string | null;
  readonly loopback: boolean;
  readonly publicUrl: string | null;
}

/**
 * Adds `GET /v1/settings`: what the collector was started with. Everything that is told is named here,
 * so that a new option is not told by accident: some are secret.
 */
export function settingsRoute(app: CollectorApp, tools: SettingsTools): void {
  const { ingest, access, cache, rateLimits, oidcName, loopback, publicUrl } = tools;
  const { limits, store } = ingest;
  const redaction = redactionOf(tools);
  const own = { version: version(), node: process.versions.node, store: store.name };
  app.route({
    method: 'GET',
    url: '/v1/settings',
    schema: {
      operationId: 'getSettings',
      summary: 'What the collector was started with',
      description: 'Never a secret. It is changed by starting the collector with other options.',
      tags: ['health'],
      response: { 200: settingsAnswer },
    },
    handler: async () => ({
      redaction,
      retentionDays: null,
      limits: {
        ...{ entriesAtOnce: limits.entries, bodyBytes: limits.bodyBytes },
        perMinute: rateLimits.perMinute === null ? null : { ...rateLimits.perMinute },
      },
      signIn: {
        password: access.users.anyWithPassword(),
        oidc: oidcName === null ? null : { name: oidcName },
        tokens: access.takesTokens,
      },
      collector: { ...own, cache: cache.state().kind, onlyThisMachine: loopback, publicUrl },
    }),
  });
}

function redactionOf({ ingest, redact }: SettingsTools) {
  const { maskKeys = [], headers = [], unsafe = {}, mask = '[redacted:key]' } = redact;
  const { keepKeys = [], keepHeaders = [] } = unsafe;
  const { depth, keys, stringBytes, entryBytes } = ingest.redactor.limits;
  return {
    ...{ maskKeys: [...maskKeys], headers: [...headers] },
    ...{ keepKeys: [...keepKeys], keepHeaders: [...keepHeaders] },
    mask,
    limits: { depth, keys, stringBytes, entryBytes },
  };
}
