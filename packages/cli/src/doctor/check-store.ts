import { isWhodidError } from '@whodid/core';
import type { Finding } from './check.ts';

/** Whether the store on this machine can be read by this version. */
export async function checkStore(directory: string | null): Promise<Finding> {
  const name = 'store';
  if (directory === null) return { name, verdict: 'ok', text: 'none here yet' };
  const { storeSource } = await import('../reach/store-source.ts');
  try {
    const store = storeSource(directory);
    const { entries, damaged } = await store.page({ query: '', limit: 1 });
    await store.close();
    if (damaged.length > 0) {
      const text = `the newest entry in ${directory} is damaged`;
      return { name, verdict: 'problem', text, fix: 'compare it with your backup' };
    }
    const state = entries.length === 0 ? 'empty' : 'readable';
    const text = `SQLite ${process.versions.sqlite} in ${directory}, ${state}`;
    return { name, verdict: 'ok', text };
  } catch (error) {
    const text = isWhodidError(error) ? error.message : `${directory} cannot be read`;
    return { name, verdict: 'problem', text, fix: 'use the version of whodid that wrote it' };
  }
}
