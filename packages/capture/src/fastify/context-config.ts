import type {} from 'fastify';
import type { RoutePolicy } from '../exchange/route-policy.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route says of itself: its name in entries, and how much of its requests is kept. */
    whodid?: RoutePolicy;
  }
}
