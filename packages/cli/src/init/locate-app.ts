import { type AppMaking, findApps } from './code/find-apps.ts';
import { type Program, parseCode } from './code/parse-code.ts';
import type { Framework } from './framework.ts';
import type { ProjectFiles, TextFile } from './project/project-files.ts';
import { sourceFiles } from './project/source-files.ts';

/** An app in a file that has a name, so that a line can follow. */
export interface LocatedApp {
  readonly file: TextFile;
  readonly program: Program;
  readonly making: AppMaking & { readonly app: string };
}

/** What was found of the apps of a project. */
export interface Location {
  /** The one app, if there is one place where it is made, for certain. */
  readonly app: LocatedApp | null;
  /** Why not, otherwise: one line for each place or file that was looked at in vain. */
  readonly doubts: readonly string[];
  /** Files that have capture already. */
  readonly captured: readonly string[];
}

// What records the requests that come in; there is more in the package.
const captureModule = /['"]@whodid\/capture\/(express|fastify|nest|koa|hono|node-http|auto)['"]/;

/** Looks for the place where the app of a framework is made, in all source files or in one. */
export function locateApp(
  files: ProjectFiles,
  framework: Framework,
  only: string | undefined,
): Location {
  const { paths, complete } = only === undefined ? sourceFiles(files) : one(only);
  const looks = new Map<string, Look>();
  for (const path of paths) {
    const looked = files.look(path);
    if (looked.is === 'text') {
      // Two paths may lead to one file.
      looks.set(looked.file.path, lookInto(looked.file, framework, only !== undefined));
    } else {
      const why = looked.is === 'missing' ? 'is not there' : looked.why;
      looks.set(path, { doubts: [`${path} ${why}`], found: [], captured: false });
    }
  }
  const found = [...looks.values()].flatMap((look) => look.found);
  const app = complete ? theOne(found, framework) : null;
  const tooMany = complete ? [] : ['there are more files than are looked at: name one with --app'];
  const doubts = [...looks.values()].flatMap((look) => look.doubts);
  return {
    app,
    captured: [...looks].filter(([, look]) => look.captured).map(([path]) => path),
    doubts: app === null ? [...found.map(describe), ...doubts, ...tooMany] : [],
  };
}

interface Look {
  readonly found: readonly LocatedApp[];
  readonly doubts: readonly string[];
  readonly captured: boolean;
}

function lookInto(file: TextFile, framework: Framework, surely: boolean): Look {
  const captured = captureModule.test(file.text);
  if (!file.text.includes(framework.package) && !surely) return { found: [], doubts: [], captured };
  const parsed = parseCode(file.text, file.path);
  if ('line' in parsed) {
    return { found: [], doubts: [`${file.path}:${parsed.line} cannot be parsed`], captured };
  }
  const { program } = parsed;
  const found = findApps(program)
    .filter((making) => making.framework === framework)
    .map((making) => ({ file, program, making: making as LocatedApp['making'] }));
  return { found, doubts: [], captured };
}

function one(path: string): { readonly paths: readonly string[]; readonly complete: true } {
  return { paths: [path], complete: true };
}

// One place is certain. Of several in one file, the one that listens is; and among those of Hono,
// which are made for every part of an app, the only one of all that listens.
function theOne(found: readonly LocatedApp[], { id }: Framework): LocatedApp | null {
  // Beside TypeScript, JavaScript is what was made of it.
  const typed = found.filter(({ file }) => /\.[mc]?tsx?$/.test(file.path));
  const written = typed.length > 0 ? typed : found;
  const named = written.filter(({ making }) => making.app !== null);
  if (written.length === 1) return named[0] ?? null;
  const oneFile = new Set(written.map(({ file }) => file.path)).size === 1;
  const served = named.filter(({ making }) => making.served);
  return served.length === 1 && (oneFile || id === 'hono') ? (served[0] ?? null) : null;
}

function describe({ file, making }: LocatedApp): string {
  const { framework, line, app } = making;
  const what = app === null ? 'without a name that a line could follow' : `as ${app}`;
  return `${file.path}:${line} makes an app of ${framework.name} ${what}`;
}
