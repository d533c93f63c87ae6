export { streamText } from '../view/stream-text.ts';
export { type ArchivedFile, archivedFiles, clearArchives } from './archives.ts';
export { folderName, userOf } from './folder-name.ts';
export {
  createStreamLogger,
  type OnlyMessage,
  type StreamLogger,
  type StreamMethod,
  type StreamOptions,
  type StreamRecorder,
  type WrittenEntry,
} from './stream-logger.ts';
export { defaultStreams, internalStream, streamName } from './streams.ts';
export { textFiles } from './text-files.ts';
export type { TextFilesOptions } from './text-files-options.ts';
