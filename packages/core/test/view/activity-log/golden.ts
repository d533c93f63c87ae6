import { readFileSync } from 'node:fs';
import type { ActivityPayload } from '@whodid/core/view';

/** A payload of document 000 that was written by hand, from the document. */
export function golden(name: 'registration' | 'nobody'): ActivityPayload {
  const file = new URL(`./golden/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as ActivityPayload;
}
