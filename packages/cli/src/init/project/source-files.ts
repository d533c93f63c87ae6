import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectFiles } from './project-files.ts';

/** The paths of a project's own source files, tests and what was built left out, and whether that is all. */
export interface SourceFiles {
  readonly paths: readonly string[];
  readonly complete: boolean;
}

const limit = 5000;
const deepest = 8;

const source = /\.[mc]?[jt]sx?$/;
const noSource = /\.d\.[mc]?ts$|\.min\.js$|[.-](test|spec|config|stories|bench)\.[mc]?[jt]sx?$/;
const noFolder =
  /^(\.|_|node_modules$|dist$|build$|out$|lib-cov$|coverage$|public$|static$|assets$|vendor$|tests?$|spec$|e2e$|mocks?$|cypress$|fixtures$|examples?$|docs?$|bench(marks)?$|migrations$)/;

/** Looks for them. Folders that are packages of their own, and symbolic links to folders, are not entered. */
export function sourceFiles({ root }: ProjectFiles): SourceFiles {
  const paths: string[] = [];
  for (const path of pathsIn(root, '', 0)) {
    if (path === null || paths.length === limit) return { paths, complete: false };
    paths.push(path);
  }
  return { paths, complete: true };
}

// `null` for what lies too deep.
function* pathsIn(root: string, folder: string, depth: number): Generator<string | null> {
  const items = readdirSync(join(root, folder), { withFileTypes: true });
  for (const item of items.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const path = folder === '' ? item.name : `${folder}/${item.name}`;
    if (isOwnFolder(root, path, item)) {
      if (depth === deepest) yield null;
      else yield* pathsIn(root, path, depth + 1);
    } else if (!item.isDirectory() && source.test(item.name) && !noSource.test(item.name)) {
      yield path;
    }
  }
}

function isOwnFolder(root: string, path: string, item: Dirent): boolean {
  if (!item.isDirectory() || noFolder.test(item.name)) return false;
  return !existsSync(join(root, path, 'package.json'));
}
