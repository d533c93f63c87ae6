import { exitCodes } from '../../exit-codes.ts';
import { Failure } from '../../failure.ts';
import { type ProjectFiles, type TextFile, textOrNothing } from './project-files.ts';

/** What a project says about itself in `package.json`. */
export interface Manifest {
  readonly file: TextFile;
  readonly name: string | undefined;
  readonly isModule: boolean;
  /** Every dependency of any kind, with its range. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly scripts: ReadonlyMap<string, string>;
  /** As in `pnpm@10.1.0`. */
  readonly packageManager: string | undefined;
  /** The patterns of its workspaces; empty if it is no root of any. */
  readonly workspaces: readonly string[];
  readonly engines: ReadonlyMap<string, string>;
}

const mend = 'mend it first, then: npx whodid init';

/** @throws Failure if there is none, or none that can be read. */
export function readManifest(files: ProjectFiles): Manifest {
  const file = textOrNothing(files, 'package.json');
  if (file === null) {
    const where = 'run it in the folder of your app: cd my-app && npx whodid init';
    throw new Failure(exitCodes.failed, 'There is no package.json here', where);
  }
  const read = readJson(file.text);
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    throw new Failure(
      exitCodes.failed,
      'package.json is no JSON object: nothing was changed',
      mend,
    );
  }
  const fields = read as { readonly [name: string]: unknown };
  return {
    file,
    name: text(fields.name),
    isModule: fields.type === 'module',
    dependencies: new Map([
      ...texts(fields.optionalDependencies),
      ...texts(fields.peerDependencies),
      ...texts(fields.devDependencies),
      ...texts(fields.dependencies),
    ]),
    scripts: texts(fields.scripts),
    packageManager: text(fields.packageManager),
    workspaces: workspacesOf(fields.workspaces),
    engines: texts(fields.engines),
  };
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).filter(([, each]) => typeof each === 'string'));
}

function workspacesOf(value: unknown): readonly string[] {
  const listed = Array.isArray(value) ? value : (value as { packages?: unknown } | null)?.packages;
  return Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : [];
}
