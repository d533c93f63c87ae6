import { basename } from 'node:path';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { uncertain } from './explain.ts';
import { type Framework, frameworks } from './framework.ts';
import type { Keep } from './keep.ts';
import { type LocatedApp, type Location, locateApp } from './locate-app.ts';
import { type CompilerFacts, compilerFacts } from './project/compiler-facts.ts';
import { type PackageVersion, versionOf } from './project/installed-version.ts';
import { type Manifest, readManifest } from './project/manifest.ts';
import { type PackageManager, packageManagerOf } from './project/package-manager.ts';
import type { ProjectFiles } from './project/project-files.ts';
import { type Traits, traitsOf } from './project/traits.ts';
import { foldersWithApps, workspacePatterns } from './project/workspace.ts';

/** What a project is, as far as it matters here. */
export interface Project {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  readonly manager: PackageManager;
  readonly framework: Framework;
  readonly frameworkVersion: PackageVersion | null;
  readonly isTyped: boolean;
  readonly compiler: CompilerFacts;
  readonly traits: Traits;
  /** What the program is called in its entries. */
  readonly service: string;
  /** How much is to be kept of requests, by an app that is changed. */
  readonly keep: Keep;
  /** The app to change; `null` if capture is there already. */
  readonly app: LocatedApp | null;
  /** Files that have capture already. */
  readonly captured: readonly string[];
  readonly notes: readonly string[];
}

/** What somebody has said about a project. */
export interface Wishes {
  /** The file that makes the app. */
  readonly only: string | undefined;
  readonly keep: Keep;
}

/**
 * Finds out what there is.
 *
 * @throws Failure where this is no app, not one that we know, or one whose place is not certain.
 */
export function lookAround(files: ProjectFiles, { only, keep }: Wishes): Project {
  const manifest = readManifest(files);
  const { framework, location } = frameworkOf(files, manifest, only);
  const range = manifest.dependencies.get(framework.package);
  const version = versionOf(files.root, framework.package, range);
  const typescript = versionOf(files.root, 'typescript', manifest.dependencies.get('typescript'));
  const compiler = compilerFacts(files, manifest, typescript?.major ?? null);
  const path = location.app?.file.path ?? location.captured[0] ?? '';
  const project: Project = {
    files,
    manifest,
    framework,
    frameworkVersion: version,
    manager: packageManagerOf(files.root, manifest),
    isTyped: /\.[mc]?tsx?$/.test(path) || files.look('tsconfig.json').is === 'text',
    compiler,
    traits: traitsOf(manifest, framework),
    service: plainName(manifest.name ?? basename(files.root)),
    keep,
    app: location.captured.length > 0 ? null : location.app,
    captured: location.captured,
    notes: notesOf(manifest, framework, version),
  };
  if (location.captured.length > 0) return project;
  checkVersion(project);
  if (location.app === null) throw uncertain(project, location.doubts);
  checkCompiler(project, path);
  return project;
}

function frameworkOf(
  files: ProjectFiles,
  manifest: Manifest,
  only: string | undefined,
): { readonly framework: Framework; readonly location: Location } {
  const candidates = frameworks
    .filter((framework) => manifest.dependencies.has(framework.package))
    .map((framework) => ({ framework, location: locateApp(files, framework, only) }));
  const [first] = candidates;
  if (first === undefined) throw noFramework(files, manifest);
  const found = candidates.filter(({ location }) => location.app !== null);
  const [nest] = found.filter(({ framework }) => framework.id === 'nest');
  // Two frameworks with an app each: which of them is meant is for somebody else to say.
  return nest ?? (found.length === 1 ? found[0] : undefined) ?? either(candidates, first);
}

type Candidate = { readonly framework: Framework; readonly location: Location };

function either(candidates: readonly Candidate[], first: Candidate): Candidate {
  const doubts = candidates.flatMap(({ framework, location }) =>
    location.app === null
      ? location.doubts
      : [`${location.app.file.path}:${location.app.making.line} makes an app of ${framework.name}`],
  );
  return { ...first, location: { ...first.location, app: null, doubts: [...new Set(doubts)] } };
}

function noFramework(files: ProjectFiles, manifest: Manifest): Failure {
  const patterns = workspacePatterns(files.root, manifest);
  if (patterns.length > 0) {
    const folders = foldersWithApps(files.root, patterns);
    const shown = folders.map((folder) => `\n    ${folder}`).join('');
    return new Failure(
      exitCodes.failed,
      `This is the root of a workspace and no app: nothing was changed${shown}`,
      `run it in the folder of an app: cd ${folders[0] ?? 'packages/my-app'} && npx whodid init`,
    );
  }
  const names = frameworks.map(({ name }) => name).join(', ');
  return new Failure(
    exitCodes.failed,
    `None of ${names} is among the dependencies: nothing was changed`,
    'npx whodid dev -- npm start records any server of Node, without a change to it',
  );
}

function checkVersion({ framework, frameworkVersion, manifest }: Project): void {
  const { server } = framework;
  if (server !== undefined && !manifest.dependencies.has(server)) {
    throw new Failure(
      exitCodes.failed,
      `whodid records ${framework.name} on Node, served by ${server}, which is not among the dependencies: nothing was changed`,
      `see ${framework.guide}`,
    );
  }
  if (frameworkVersion === null || framework.majors.includes(frameworkVersion.major)) return;
  const { name, majors } = framework;
  throw new Failure(
    exitCodes.failed,
    `whodid is made for ${name} ${majors.join(' and ')}, this is ${name} ${frameworkVersion.label}: nothing was changed`,
    'npx whodid dev -- npm start records its requests all the same, without a change to it',
  );
}

function checkCompiler(project: Project, path: string): void {
  const { trouble } = project.compiler;
  if (trouble === null || !/\.[mc]?tsx?$/.test(path)) return;
  throw new Failure(
    exitCodes.failed,
    'This TypeScript could not import @whodid/capture as it is set up: nothing was changed',
    `${trouble}, then: npx whodid init`,
  );
}

// It goes into code and onto screens.
function plainName(name: string): string {
  return /^[\w@./ +-]{1,100}$/.test(name) ? name : 'app';
}

function notesOf(
  { engines }: Manifest,
  { id }: Framework,
  version: PackageVersion | null,
): readonly string[] {
  const lowest = Number(/\d+/.exec(engines.get('node') ?? '')?.[0] ?? 20);
  const old =
    lowest < 20 ? ['the app needs Node 20.19 or newer; package.json allows older ones'] : [];
  const { major, minor } = version ?? { major: 5, minor: 3 };
  if (id !== 'express' || major > 5 || (major === 5 && minor >= 3)) return old;
  return [
    ...old,
    'Express before 5.3 does not tell what handlers throw: add app.use(expressErrors()) behind the routes, see docs/guides/express.md',
  ];
}
