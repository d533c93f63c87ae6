/**
 * What a file is for. `app` needs `recorder`, that needs `packages`, and a lock file follows those:
 * none may go while one that needs it stays.
 */
export type Role = 'app' | 'recorder' | 'packages' | 'lock' | 'extra';

/** One file as it is and as it is to be. */
export interface FileChange {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly role: Role;
  /** `null` where there is no such file. */
  readonly before: Buffer | null;
  readonly after: Buffer | null;
  /** What we put in, line by line, to be able to say what to take out. */
  readonly lines: readonly string[];
}

/** Whether two contents are the same, nothing being the same as nothing. */
export function same(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}
