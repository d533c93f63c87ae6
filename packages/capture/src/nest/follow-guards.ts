import { watchedOf } from '../exchange/watched-of.ts';
import { nestFacts } from './nest-facts.ts';
import { type NestAppLike, type NestContextLike, type NestGuard, rawRequest } from './nest-like.ts';
import { routedTo } from './routed.ts';

/** Lets everybody in, and tells the entry of a request which handler it has come to. */
const guard: NestGuard = {
  canActivate(context) {
    try {
      if (context.getType() === 'http') tell(context);
    } catch {
      // Then the entry has no name.
    }
    return true;
  },
};

/**
 * Learns which handler a request comes to, before anything can refuse it there: an interceptor would
 * not hear of what guards refuse.
 */
export function followGuards(app: NestAppLike): void {
  const guards = (): unknown[] => {
    // Those that modules provide are there already, and would come first.
    const { config } = app as { readonly config?: { getGlobalGuards?(): unknown[] } };
    return config?.getGlobalGuards?.() ?? [];
  };
  const earlier = guards().length;
  app.useGlobalGuards(guard);
  const all = guards();
  all.unshift(...all.splice(earlier));
}

function tell(context: NestContextLike): void {
  const request = rawRequest(context.switchToHttp().getRequest());
  routedTo.add(request);
  watchedOf(request)?.tell(nestFacts(context.getClass(), context.getHandler()));
}
