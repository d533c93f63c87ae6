import type { RoutePolicy as Policy } from '../exchange/route-policy.ts';
import { innerPolicy, readPolicy } from '../exchange/stated-policy.ts';

/** What an app says about one of its routes, beside the route. */
export type RoutePolicy = Policy;

// Found by another copy of this library, too.
const key = Symbol.for('whodid.route.policy');

/** What `reflect-metadata` adds; NestJS always loads it. */
interface Metadata {
  defineMetadata(key: symbol, value: unknown, target: object): void;
  getMetadata(key: symbol, target: object): Policy | undefined;
}

/**
 * A decorator that says what a handler is called in entries, and how much of its requests is kept.
 * On a controller it is for all its handlers; then what a handler says itself wins, field by field.
 *
 * A request that is refused before the guards, by a middleware, does not know of the policy.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` or `CONFIG_INVALID` for a policy that cannot be used.
 * @example
 * \@Post(':id/approve')
 * \@RoutePolicy({ name: 'invoices.approve', keep: 'metadata' })
 * approve(@Param('id') id: string) {}
 */
export function RoutePolicy(policy: RoutePolicy): ClassDecorator & MethodDecorator {
  const read = readPolicy('RoutePolicy', policy);
  return (target: object, _key?: string | symbol, method?: PropertyDescriptor) => {
    const carrier = method?.value ?? target;
    (Reflect as unknown as Metadata).defineMetadata(key, read, carrier as object);
  };
}

/** The policy that holds for a handler of a controller; `undefined` if none is stated. */
export function policyFor(controller: object, handler: unknown): Policy | undefined {
  const outer = metadataOf(controller);
  const inner = typeof handler === 'function' ? metadataOf(handler) : undefined;
  if (outer === undefined || inner === undefined) return inner ?? outer;
  return innerPolicy(outer, inner);
}

function metadataOf(target: object): Policy | undefined {
  return (Reflect as unknown as Metadata).getMetadata(key, target);
}
