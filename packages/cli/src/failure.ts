import { exitCodes } from './exit-codes.ts';

/** Something went wrong in a way we can explain: what, and what to do about it. */
export class Failure extends Error {
  readonly exitCode: number;
  /** What to do now, as a command or a sentence. */
  readonly fix: string | undefined;

  constructor(
    exitCode: number,
    what: string,
    fix?: string,
    options?: { readonly cause?: unknown },
  ) {
    super(what, options);
    this.name = 'Failure';
    this.exitCode = exitCode;
    this.fix = fix;
  }
}

/** A command line that cannot be read. */
export function usageFailure(what: string, fix?: string): Failure {
  return new Failure(exitCodes.usage, what, fix);
}
