import { resolve } from 'node:path';
import { readOptions } from '../options.ts';
import type { Transport, TransportSpec } from '../transport/transport.ts';
import { type TextFilesOptions, textFilesRules } from './text-files-options.ts';
import { TextFilesTransport } from './text-files-transport.ts';

/**
 * Writes entries of streams into text files, as document 003 has them: one folder for each user and
 * one for the system, one file for each stream. Give it to a recorder as `streams`, beside the
 * transport that brings entries to where they are kept; it may also be the only one.
 *
 * Entries without a stream are not written. Several processes may write to the same folder.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function textFiles(options?: TextFilesOptions): TransportSpec {
  const read = readOptions('textFiles', textFilesRules, options);
  const module = new URL(import.meta.url).href;
  return { module, options: { ...read, directory: resolve(read.directory) } };
}

/** Opens the transport that {@link textFiles} names. For the delivery thread. */
export function openTransport(options: unknown): Transport {
  return new TextFilesTransport(options as ConstructorParameters<typeof TextFilesTransport>[0]);
}
