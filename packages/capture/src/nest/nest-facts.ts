import type { Facts } from '../exchange/facts.ts';
import type { Named } from './nest-like.ts';
import { policyFor } from './route-policy.ts';

const known = new WeakMap<object, Map<object, Facts>>();

/** What a controller says about one of its handlers. Looked up once. */
export function nestFacts(controller: Named, handler: Named): Facts {
  const ofController = known.get(controller) ?? new Map<object, Facts>();
  known.set(controller, ofController);
  const earlier = ofController.get(handler);
  if (earlier !== undefined) return earlier;
  const facts = namedFacts(controller, handler, handler.name);
  ofController.set(handler, facts);
  return facts;
}

/** @param methodName - by which the controller has the handler. */
export function namedFacts(controller: Named, handler: unknown, methodName: string): Facts {
  const policy = policyFor(controller, handler);
  return {
    name: policy?.name ?? `${controller.name}.${methodName}`,
    namespace: controller.name,
    ...(policy === undefined ? {} : { policy }),
  };
}
