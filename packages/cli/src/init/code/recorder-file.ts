import type { CodeStyle } from './code-style.ts';

/** How the file with the recorder is written. */
export interface RecorderFileOptions {
  readonly language: 'ts' | 'esm' | 'cjs';
  /** Without quotes in it. */
  readonly service: string;
  readonly style: CodeStyle;
  /** Whether it reads `.env` itself, because the app does so only when its imports are loaded. */
  readonly readsEnvFile: boolean;
}

/** The text of the file that makes the recorder. */
export function recorderFile({
  language,
  service,
  style,
  readsEnvFile,
}: RecorderFileOptions): string {
  const { quote, semicolon, lineEnd } = style;
  const text = (value: string): string => `${quote}${value}${quote}`;
  const core = text('@whodid/core');
  const dotenv = text('dotenv/config');
  const typed = language === 'ts';
  const imports =
    language === 'cjs'
      ? [
          ...(readsEnvFile ? [`require(${dotenv})${semicolon}`] : []),
          `const { createRecorder, recorderFromEnv } = require(${core})${semicolon}`,
        ]
      : [
          ...(readsEnvFile ? [`import ${dotenv}${semicolon}`] : []),
          `import { createRecorder, ${typed ? 'type Recorder, ' : ''}recorderFromEnv } from ${core}${semicolon}`,
        ];
  const made = `recorderFromEnv(env) ?? createRecorder({ service })${semicolon}`;
  const lines = [
    ...imports,
    '',
    '// Where entries go is said by WHODID_URL and WHODID_KEY. Until they are set, entries wait in',
    '// .whodid/spool. Other variables: docs/guides/capture.md of whodid.',
    `const service = ${text(service)}${semicolon}`,
    `const env = { WHODID_SERVICE: service, ...process.env }${semicolon}`,
    '',
    ...(language === 'cjs'
      ? [`const recorder = ${made}`, '', `module.exports = { recorder }${semicolon}`]
      : [`export const recorder${typed ? ': Recorder' : ''} = ${made}`]),
    '',
  ];
  return lines.join(lineEnd);
}

/** Whether a file is one that we wrote, perhaps changed since. */
export function isRecorderFile(text: string): boolean {
  return text.includes('@whodid/core') && /\brecorder\b/.test(text);
}
