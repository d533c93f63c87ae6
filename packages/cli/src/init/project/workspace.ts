import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameworks } from '../framework.ts';
import type { Manifest } from './manifest.ts';
import { slashed } from './project-files.ts';

/** The patterns of the packages in a workspace; empty if this is no root of one. */
export function workspacePatterns(root: string, manifest: Manifest): readonly string[] {
  if (manifest.workspaces.length > 0) return manifest.workspaces;
  try {
    const text = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
    return [...text.matchAll(/^\s*-\s*['"]?([^'"#\s]+)['"]?\s*$/gm)].map(([, each]) => each ?? '');
  } catch {
    return [];
  }
}

/** The folders in a workspace whose package has a framework among its dependencies. */
export function foldersWithApps(root: string, patterns: readonly string[]): readonly string[] {
  const wanted = patterns.filter((pattern) => !/^[!/]|\.\./.test(pattern));
  const manifests = globSync(
    wanted.map((pattern) => `${pattern.replace(/\/$/, '')}/package.json`),
    { cwd: root, exclude: (name) => name === 'node_modules' },
  );
  return manifests
    .filter((path) => hasFramework(join(root, path)))
    .map((path) => slashed(path).replace(/\/package\.json$/, ''))
    .toSorted();
}

function hasFramework(file: string): boolean {
  try {
    const { dependencies } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly dependencies?: object;
    };
    return frameworks.some((framework) => Object.hasOwn(dependencies ?? {}, framework.package));
  } catch {
    return false;
  }
}
