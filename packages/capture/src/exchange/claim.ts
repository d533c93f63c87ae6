// Registered, so that a second copy of this library in the same process finds it.
const key = Symbol.for('whodid.capture.claim');

/**
 * Which capture records a request. Kept on the request itself and shared by every copy of this
 * library in the process, old and new, so its members may be added to but never changed.
 */
export interface Claim {
  /** 0 for capture of the whole process, 1 for capture that the app mounted with its own options. */
  readonly rank: number;
  readonly requestId: string;
  /** When the request came, in milliseconds since 1970. Older copies do not tell. */
  readonly startedAt?: number;
  /** Gives the request up: another capture records it. */
  release(): void;
}

/** The claim on a request, if there is one. */
export function claimOf(request: object): Claim | undefined {
  return (request as { readonly [key]?: Claim })[key];
}

/** Puts a claim on a request, in place of an earlier one. */
export function setClaim(request: object, claim: Claim): void {
  (request as { [key]?: Claim })[key] = claim;
}
