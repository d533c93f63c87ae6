import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileChange } from './changes/file-change.ts';
import { codeStyleOf } from './code/code-style.ts';
import { editApp } from './code/edit-app.ts';
import { addDependencies } from './code/edit-manifest.ts';
import { envFileReading } from './code/env-file.ts';
import { parseCode } from './code/parse-code.ts';
import { isRecorderFile, recorderFile } from './code/recorder-file.ts';
import { type RecorderPlace, recorderPlace } from './code/recorder-place.ts';
import { uncertain } from './explain.ts';
import type { LocatedApp } from './locate-app.ts';
import { lookAround, type Project, type Wishes } from './look-around.ts';
import { type ProjectFiles, textOrNothing } from './project/project-files.ts';
import { addLines } from './project/text-lines.ts';

/** What `whodid init` is going to do. */
export interface Plan {
  readonly project: Project;
  /** In the order in which they are shown. */
  readonly changes: readonly FileChange[];
  /** What makes the recorder; `null` if that is somewhere else, in a project that has one. */
  readonly recorderPath: string | null;
  /** What somebody has to know or do besides. */
  readonly notes: readonly string[];
}

const packages = ['@whodid/capture', '@whodid/core'] as const;

/**
 * Plans what is missing; without changes if nothing is. Nothing is written.
 *
 * @throws Failure with what to do by hand, where a place is not certain.
 */
export function makePlan(
  files: ProjectFiles,
  { version, ...wishes }: Wishes & { readonly version: string },
): Plan {
  const project = lookAround(files, wishes);
  const code =
    project.app === null ? codeThatIsThere(files, project) : newCode(files, project, project.app);
  const changes = [
    ...code.changes,
    addLines('.env.example', textOrNothing(files, '.env.example'), envLines),
    ignoreChange(files),
    manifestChange(project, version),
  ].filter((change) => change !== null);
  return {
    project,
    changes,
    recorderPath: code.recorderPath,
    notes: [...project.notes, ...code.notes],
  };
}

interface Code {
  readonly changes: readonly FileChange[];
  readonly recorderPath: string | null;
  readonly notes: readonly string[];
}

function newCode(files: ProjectFiles, project: Project, app: LocatedApp): Code {
  const { manifest, compiler } = project;
  const { file, program, making } = app;
  const place = recorderPlace(file.path, program, making, {
    isModule: manifest.isModule,
    compiler,
  });
  const isModule = manifest.isModule || /\.m[jt]s$/.test(file.path);
  const typed = place.language === 'ts';
  const topLevel = typed ? compiler.topLevelAwait : isModule && place.language === 'esm';
  const edit = editApp({
    text: file.text,
    path: file.path,
    program,
    app: making,
    recorderFrom: place.specifier,
    mayAwait: making.inside === 'async' || (making.inside === 'module' && topLevel),
    keep: project.keep,
  });
  if ('trouble' in edit) throw uncertain(project, [edit.trouble]);
  const recorder = recorderChange(files, project, app, place);
  const edited: FileChange = {
    path: file.path,
    role: 'app',
    before: file.bytes,
    after: Buffer.from(edit.text),
    lines: edit.lines,
  };
  return {
    changes: recorder === null ? [edited] : [recorder, edited],
    recorderPath: place.path,
    notes: envNotes(app, place),
  };
}

function recorderChange(
  files: ProjectFiles,
  project: Project,
  { file, program }: Pick<LocatedApp, 'file' | 'program'>,
  { path, language }: RecorderPlace,
): FileChange | null {
  const there = textOrNothing(files, path);
  if (there !== null && isRecorderFile(there.text)) return null;
  if (there !== null) throw uncertain(project, [`${path} is there already and makes no recorder`]);
  const text = recorderFile({
    language,
    service: project.service,
    style: codeStyleOf(file.text, program),
    readsEnvFile: language !== 'cjs' && envFileReading(program) === 'plain',
  });
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return { path, role: 'recorder', before: null, after: Buffer.from(text), lines };
}

// Imports are loaded before the first statement runs.
function envNotes({ file, program }: LocatedApp, { language }: RecorderPlace): readonly string[] {
  if (language === 'cjs' || envFileReading(program) !== 'other') return [];
  return [
    `${file.path} reads its .env after its imports, too late for WHODID_URL: node --env-file=.env reads it in time`,
  ];
}

// An app that has capture already is left as it is; only a recorder file that it imports and that is
// gone is made again.
function codeThatIsThere(files: ProjectFiles, project: Project): Code {
  const { manifest, compiler, captured } = project;
  for (const path of captured) {
    const looked = files.look(path);
    if (looked.is !== 'text' || !/['"]\.\/whodid(\.[mc]?[jt]s)?['"]/.test(looked.file.text))
      continue;
    const parsed = parseCode(looked.file.text, path);
    if ('line' in parsed) continue;
    const { file } = looked;
    const { program } = parsed;
    const facts = { isModule: manifest.isModule, compiler };
    const place = recorderPlace(file.path, program, { start: 0 }, facts);
    const recorder = recorderChange(files, project, { file, program }, place);
    return { changes: recorder === null ? [] : [recorder], recorderPath: place.path, notes: [] };
  }
  return { changes: [], recorderPath: null, notes: [] };
}

const envLines = [
  { line: '# Where whodid sends entries. Empty: they wait in .whodid/spool', has: /WHODID_/ },
  { line: 'WHODID_URL=', has: /^\s*#?\s*(export\s+)?WHODID_URL\s*=/m },
  { line: 'WHODID_KEY=', has: /^\s*#?\s*(export\s+)?WHODID_KEY\s*=/m },
];

function ignoreChange(files: ProjectFiles): FileChange | null {
  const file = textOrNothing(files, '.gitignore');
  if (file === null && !isInGit(files.root)) return null;
  return addLines('.gitignore', file, [
    { line: '.whodid/', has: /^\s*(\*\*\/|\/)?\.whodid(\/(\*\*?)?)?\s*$/m },
  ]);
}

function isInGit(root: string): boolean {
  for (let directory = root; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return true;
    if (dirname(directory) === directory) return false;
  }
}

function manifestChange({ manifest }: Project, version: string): FileChange | null {
  const missing = packages.filter((name) => !manifest.dependencies.has(name));
  if (missing.length === 0) return null;
  const { file } = manifest;
  const after = addDependencies(
    file.text,
    missing.map((name) => [name, `^${version}`] as const),
  );
  return {
    path: file.path,
    role: 'packages',
    before: file.bytes,
    after: Buffer.from(after),
    lines: missing.map((name) => `"${name}": "^${version}"`),
  };
}
