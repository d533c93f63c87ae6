/** What a framework knows about a request and node:http does not. */
export interface Facts {
  /** The whole pattern that matched, mount points included: `/shops/:shop/orders/:id`. */
  readonly route?: string;
  /** What the app calls the route. */
  readonly name?: string;
  /** What the handler threw or passed on, in the app's own words. */
  readonly error?: string;
}

/** Name and message of something thrown; `undefined` for what is no error. Never throws. */
export function errorText(thrown: unknown): string | undefined {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : undefined;
  } catch {
    return undefined;
  }
}
