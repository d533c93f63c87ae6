import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { optionsFor } from './keep.ts';
import type { Project } from './look-around.ts';

/** What to do by hand where a place is not certain: the lines and where they belong. */
export function uncertain(
  {
    framework,
    manifest,
    isTyped,
    manager,
    service,
    keep,
  }: Pick<Project, 'framework' | 'manifest' | 'isTyped' | 'manager' | 'service' | 'keep'>,
  doubts: readonly string[],
): Failure {
  const { name, capture, subpath, place, guide } = framework;
  const bring = (names: string, from: string): string =>
    isTyped || manifest.isModule
      ? `import { ${names} } from '${from}';`
      : `const { ${names} } = require('${from}');`;
  const options = optionsFor(keep, "'");
  const names = { app: 'app', capture, recorder: 'recorder', options, mayAwait: true };
  const lines = [
    bring(capture, `@whodid/capture/${subpath}`),
    bring('createRecorder, recorderFromEnv', '@whodid/core'),
    '',
    `const recorder = recorderFromEnv() ?? createRecorder({ service: '${service}' });`,
    '',
    `${framework.register(names)};`,
  ];
  const what = [
    `Where the ${name} app is made is not certain, so nothing was changed`,
    ...doubts.map((doubt) => `    ${doubt}`),
    `  These lines belong there, the last one ${place}:`,
    '',
    ...lines.map((line) => (line === '' ? '' : `    ${line}`)),
    '',
    `  More about them: ${guide}`,
  ].join('\n');
  const several = doubts
    .map((doubt) => /^(\S+):\d+ makes an app of .* as /.exec(doubt)?.[1])
    .filter((path) => path !== undefined);
  const add = manager.name === 'npm' ? 'npm install' : `${manager.name} add`;
  const choose = new Set(several).size > 1 ? `npx whodid init --app ${several[0]}` : undefined;
  return new Failure(
    exitCodes.failed,
    what,
    choose ?? `${add} @whodid/capture @whodid/core, and then the lines`,
  );
}
