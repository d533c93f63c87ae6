/**
 * A parsed query: what `q=`, the command line and the dashboard mean by their text.
 *
 * Times are already instants and `me` is already an actor, so that the same query gives the same
 * answer wherever it is evaluated: compiled to SQL by a store, or by `matches` against one entry.
 */
export type Query =
  | { readonly type: 'all' }
  | { readonly type: 'and'; readonly parts: readonly Query[] }
  | { readonly type: 'or'; readonly parts: readonly Query[] }
  | { readonly type: 'not'; readonly part: Query }
  | TextTerm
  | FieldTerm;

/** Words anywhere in the entry. */
export interface TextTerm {
  readonly type: 'text';
  /** At least one, as `tokens()` gives them. All must occur. */
  readonly tokens: readonly string[];
  /** Whether they must follow each other, because they were quoted or written as one word. */
  readonly phrase: boolean;
}

/** A condition on one field. */
export interface FieldTerm {
  readonly type: 'field';
  readonly field: QueryField;
  /** The key inside `data`, for the field `data`: `data.plan:gold`. Dots go deeper. */
  readonly key?: string;
  readonly match: Match;
}

/**
 * A condition on a value. Text compares without regard to case, as `toLowerCase` sees it, but for
 * fields whose row says `caseMatters`. A field that has several values, such as `target`, matches if
 * one of them does; a field that is absent matches nothing.
 */
export type Match =
  /** The whole value is one of these; a number by its text, as `String` writes it. */
  | { readonly type: 'anyOf'; readonly values: readonly string[] }
  | { readonly type: 'prefix'; readonly prefix: string }
  /** `*` stands for any run of characters; everything else for itself. */
  | { readonly type: 'glob'; readonly pattern: string }
  | { readonly type: 'exists' }
  /**
   * Numbers and instants (milliseconds since 1970). `min` and `max` are both included; either may
   * be infinite, and have a fraction. Only numbers fit, never text that looks like one.
   */
  | { readonly type: 'between'; readonly min: number; readonly max: number };

/** What can be asked for. Where each looks is in `fields.ts`, one row a field. */
export type QueryField =
  | 'id'
  | 'tenant'
  | 'kind'
  | 'stream'
  | 'action'
  | 'outcome'
  | 'actor'
  | 'actor.id'
  | 'actor.type'
  | 'onbehalfof'
  | 'target'
  | 'target.type'
  | 'method'
  | 'route'
  | 'route.name'
  | 'path'
  | 'status'
  | 'duration'
  | 'ip'
  | 'country'
  | 'client'
  | 'os'
  | 'session'
  | 'request'
  | 'trace'
  | 'env'
  | 'service'
  | 'source'
  | 'model'
  | 'field'
  | 'data'
  | 'created';
