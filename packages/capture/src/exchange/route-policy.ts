/**
 * How much of a request is kept.
 *
 * - `bodies`: everything, as far as its limits go.
 * - `metadata`: everything but the two bodies; their sizes stay.
 * - `nothing`: there is no entry. What the app records itself meanwhile is kept.
 */
export type Keep = 'bodies' | 'metadata' | 'nothing';

/** What an app says about one of its routes, beside the route. */
export interface RoutePolicy {
  /** What the route is called in entries, rules and labels, as in `invoices.approve`. */
  readonly name?: string | undefined;
  /** How much of its requests is kept. Of several that speak of a request, the strictest counts. */
  readonly keep?: Keep | undefined;
}
