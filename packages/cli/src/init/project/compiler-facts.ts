import { posix } from 'node:path';
import { parseJsonc } from '../code/parse-code.ts';
import type { Manifest } from './manifest.ts';
import type { ProjectFiles } from './project-files.ts';

/** What the TypeScript of a project makes of its modules. */
export interface CompilerFacts {
  /** Whether `import` becomes `require`. */
  readonly toCommonJs: boolean;
  /** Whether `await` may stand outside of functions. */
  readonly topLevelAwait: boolean;
  /** Whether relative imports are written with `.ts`, with `.js`, or without an extension. */
  readonly extension: '.ts' | '.js' | '';
  /** Why `@whodid/capture` could not be imported, as a setting to change; `null` if it can be. */
  readonly trouble: string | null;
}

interface Options {
  readonly module?: string;
  readonly moduleResolution?: string;
  readonly allowImportingTsExtensions?: boolean;
  readonly rewriteRelativeImportExtensions?: boolean;
  readonly verbatimModuleSyntax?: boolean;
}

const depthLimit = 8;

/** Reads `tsconfig.json`, and what it extends inside of the project or its packages. */
export function compilerFacts(
  files: ProjectFiles,
  manifest: Manifest,
  version: number | null,
): CompilerFacts {
  const options = optionsIn(files, 'tsconfig.json', depthLimit);
  const module = options.module?.toLowerCase();
  const follows = module !== undefined && /^node(16|18|20|next)$/.test(module);
  const toCommonJs = follows ? !manifest.isModule : module === 'commonjs';
  return {
    toCommonJs,
    topLevelAwait: !toCommonJs && /^(es2022|esnext|preserve|node\w+)$/.test(module ?? ''),
    extension: extensionOf(options, follows && manifest.isModule, manifest),
    trouble: troubleOf(options, { module, toCommonJs, version: version ?? 6 }),
  };
}

function extensionOf(
  options: Options,
  isNodeModule: boolean,
  { scripts }: Manifest,
): CompilerFacts['extension'] {
  const { allowImportingTsExtensions: allows, rewriteRelativeImportExtensions: rewrites } = options;
  if (allows === true || rewrites === true) return '.ts';
  const stripped = [...scripts.values()].some((line) => /\bnode\b[^&|;]*\.ts\b/.test(line));
  if (stripped) return '.ts';
  return isNodeModule ? '.js' : '';
}

// Where TypeScript itself would stop the build, it is better not to begin.
function troubleOf(
  { moduleResolution, verbatimModuleSyntax }: Options,
  facts: {
    readonly module: string | undefined;
    readonly toCommonJs: boolean;
    readonly version: number;
  },
): string | null {
  const resolution = moduleResolution?.toLowerCase();
  const modern = 'set "module": "nodenext" in tsconfig.json';
  const oldDefault = facts.version < 6 && (facts.module ?? 'commonjs') === 'commonjs';
  if (/^(node|node10|classic)$/.test(resolution ?? (oldDefault ? 'node10' : ''))) return modern;
  const cannotRequire = facts.module === 'node16' || facts.module === 'node18';
  if (cannotRequire && facts.toCommonJs) return modern;
  return facts.toCommonJs && verbatimModuleSyntax === true
    ? 'turn "verbatimModuleSyntax" off in tsconfig.json'
    : null;
}

function optionsIn(files: ProjectFiles, path: string, depth: number): Options {
  const looked = files.look(path);
  if (looked.is !== 'text' || depth === 0) return {};
  const read = parseJsonc(looked.file.text) as
    | { readonly extends?: unknown; readonly compilerOptions?: unknown }
    | undefined
    | null;
  const bases = [read?.extends ?? []].flat().filter((base) => typeof base === 'string');
  const inherited = bases.map((base) => optionsIn(files, baseFile(path, base), depth - 1));
  const own = read?.compilerOptions;
  return Object.assign({}, ...inherited, typeof own === 'object' ? own : {}) as Options;
}

function baseFile(path: string, base: string): string {
  const named = base.endsWith('.json') ? base : `${base}.json`;
  if (base.startsWith('.')) return posix.join(posix.dirname(path), named);
  const inPackage = /^(@[^/]+\/)?[^/]+$/.test(base) ? `${base}/tsconfig.json` : named;
  return posix.join('node_modules', inPackage);
}
