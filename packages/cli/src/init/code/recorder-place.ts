import { posix } from 'node:path';
import type { CompilerFacts } from '../project/compiler-facts.ts';
import type { AppMaking } from './find-apps.ts';
import { importPlace } from './import-place.ts';
import { requiredModule } from './module-names.ts';
import { type Program, walk } from './parse-code.ts';

/** Where the recorder is made, and how the app's file gets it. */
export interface RecorderPlace {
  readonly path: string;
  readonly language: 'ts' | 'esm' | 'cjs';
  /** As the app's file imports it: `./whodid.js`. */
  readonly specifier: string;
}

/** Beside the file of the app, in the same language, imported as other files are there. */
export function recorderPlace(
  appPath: string,
  program: Program,
  app: Pick<AppMaking, 'start'>,
  facts: { readonly isModule: boolean; readonly compiler: CompilerFacts },
): RecorderPlace {
  const extension = posix.extname(appPath).replace(/x$/, '');
  const typed = extension.endsWith('ts');
  const { style } = importPlace(program, app);
  const path = posix.join(posix.dirname(appPath), `whodid${extension}`);
  const native = extension.replace('ts', 'js');
  const usual = usualEnding(program);
  const specifier = (ending: string): string => `./whodid${ending}`;
  if (typed) {
    const ending = usual ?? facts.compiler.extension;
    if (ending === '') return { path, language: 'ts', specifier: specifier('') };
    return { path, language: 'ts', specifier: specifier(ending === '.ts' ? extension : native) };
  }
  if (style === 'require') {
    const bare = native === '.js' && (usual ?? '') === '';
    return { path, language: 'cjs', specifier: specifier(bare ? '' : native) };
  }
  // Node itself wants the extension; whoever leaves it away has a compiler in between.
  const bare = usual === '' && native === '.js' && !facts.isModule;
  return { path, language: 'esm', specifier: specifier(bare ? '' : native) };
}

// How most relative imports of the file end; `undefined` without any.
function usualEnding(program: Program): '.ts' | '.js' | '' | undefined {
  const counts = new Map<'.ts' | '.js' | '', number>();
  walk(program, (node) => {
    const from = node.type === 'ImportDeclaration' ? node.source.value : requiredModule(node);
    if (from === null || !/^\.\.?\//.test(from) || from.endsWith('.json')) return;
    const ending = /\.[mc]?ts$/.test(from) ? '.ts' : /\.[mc]?js$/.test(from) ? '.js' : '';
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  });
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}
