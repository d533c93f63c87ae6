import { z } from 'zod';
import { signInWays } from '../access/user-schemas.ts';

const names = z.array(z.string());
const number = z.int();

/** `GET /v1/settings` */
export const settingsAnswer = z
  .strictObject({
    redaction: z
      .strictObject({
        maskKeys: names.describe('Names that are secret besides the built-in ones'),
        headers: names.describe('Headers that are kept besides the built-in ones'),
        keepKeys: names.describe('Names that are kept although a built-in rule takes them out'),
        keepHeaders: names.describe(
          'Headers that are kept although a built-in rule takes them out',
        ),
        mask: z.string().describe('Stands in place of a secret value'),
        limits: z
          .strictObject({ depth: number, keys: number, stringBytes: number, entryBytes: number })
          .describe('Where too much is cut off'),
      })
      .describe('Of the second redaction, in the collector. Apps redact before they send'),
    retentionDays: number.nullable().describe('How long entries are kept; null for ever'),
    limits: z.strictObject({
      entriesAtOnce: number,
      bodyBytes: number,
      perMinute: z
        .record(z.string(), number)
        .nullable()
        .describe('Requests in a minute; null for no limits'),
    }),
    signIn: signInWays.extend({
      tokens: z.boolean().describe('Whether tokens of an app’s own users are good here'),
    }),
    collector: z.strictObject({
      version: z.string(),
      node: z.string(),
      store: z.string(),
      cache: z.enum(['none', 'memory', 'redis']),
      onlyThisMachine: z.boolean().describe('Whether only this machine can reach it'),
      publicUrl: z.string().nullable(),
    }),
  })
  .meta({
    examples: [
      {
        redaction: {
          ...{ maskKeys: ['national id'], headers: [], keepKeys: [], keepHeaders: [] },
          mask: '[redacted:key]',
          limits: { depth: 32, keys: 2000, stringBytes: 8192, entryBytes: 65_536 },
        },
        retentionDays: null,
        limits: {
          entriesAtOnce: 1000,
          bodyBytes: 8_388_608,
          perMinute: { ingestPerCredential: 60_000 },
        },
        signIn: { password: true, oidc: null, tokens: false },
        collector: {
          ...{ version: '0.1.0', node: '24.21.0', store: 'sqlite', cache: 'memory' },
          ...{ onlyThisMachine: true, publicUrl: null },
        },
      },
    ],
  });
