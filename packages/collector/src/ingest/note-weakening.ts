import { admit, type RedactOptions } from '@whodid/core';
import { defaultTenant } from '../access/tenant.ts';
import { appendNumbered } from './append-numbered.ts';
import type { IngestTools } from './ingest.ts';

/** Records which of the default rules this collector does without, if it does without any. */
export async function noteWeakening(redact: RedactOptions, tools: IngestTools): Promise<void> {
  const { keepKeys = [], keepHeaders = [] } = redact.unsafe ?? {};
  if (keepKeys.length === 0 && keepHeaders.length === 0) return;
  const { clock, nextId, redactor, producer } = tools;
  const entry = admit(
    {
      kind: 'note',
      stream: 'INTERNAL',
      action: 'whodid.redaction.weaken',
      actor: { type: 'system', id: 'whodid' },
      data: { keepKeys, keepHeaders },
    },
    {
      ...{ clock, nextId, redactor, tenant: defaultTenant },
      producer: () => producer.next(),
      service: { name: 'whodid-collector' },
    },
  );
  await appendNumbered([entry], tools);
}
