import type { Outcome } from '@whodid/core';

/**
 * What an app hands over, with the names that document 000 gives it, or those that its source uses.
 * All of it is optional: what is missing is taken from the request, or is unknown.
 */
export interface ActivityData {
  /** The request of Express, Fastify, Koa or `node:http` that is being handled. */
  readonly request?: object | null | undefined;
  /** The `userActivityType`, as `CREATE`; without it, it is told from method and path. */
  readonly action_type?: string | null | undefined;
  /** What was done, in words. */
  readonly action?: string | null | undefined;
  readonly microservice_name?: string | null | undefined;
  readonly module?: string | null | undefined;
  readonly module_id?: string | number | null | undefined;
  /** Values before: an object, or its JSON text. */
  readonly oldvaluejson?: unknown;
  readonly old_value_json?: unknown;
  /** Values after: an object, or its JSON text. */
  readonly newvaluejson?: unknown;
  readonly new_value_json?: unknown;
  /** Names of what changed; without them, those whose values differ. */
  readonly affected_columns?: readonly string[] | string | null | undefined;
  readonly endpoint_name?: string | null | undefined;
  readonly session_id?: string | null | undefined;
  /** Who acts; without it, whoever capture or the sign-in of the app has found. */
  readonly user_request?: object | null | undefined;
  /** `source_ip`, `ip_address`, `user_agent`; without it, those of the request. */
  readonly meta?: object | null | undefined;
  /** Taken and not looked at: a token proves nothing to somebody who does not verify it. */
  readonly token_key?: unknown;
  /**
   * With what result. Without it, `delay` waits for the answer to the request, and `createLog`
   * takes it for a success.
   */
  readonly outcome?: Outcome | undefined;
  /** Why it failed. Stays in the entry: the 29 fields have no place for it. */
  readonly reason?: string | undefined;
}

/** Every name that {@link ActivityData} has. */
export const activityDataNames: readonly (keyof ActivityData)[] = Object.keys({
  request: 0,
  action_type: 0,
  action: 0,
  microservice_name: 0,
  module: 0,
  module_id: 0,
  oldvaluejson: 0,
  old_value_json: 0,
  newvaluejson: 0,
  new_value_json: 0,
  affected_columns: 0,
  endpoint_name: 0,
  session_id: 0,
  user_request: 0,
  meta: 0,
  token_key: 0,
  outcome: 0,
  reason: 0,
} satisfies { readonly [N in keyof ActivityData]-?: 0 }) as (keyof ActivityData)[];
