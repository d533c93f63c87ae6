import './context-config.ts';

export type { RouteInfo } from '../exchange/route-info.ts';
export type { Keep, RoutePolicy } from '../exchange/route-policy.ts';
export { type FastifyCaptureOptions, fastifyCapture } from './fastify-capture.ts';
export { fastifyRoutes } from './fastify-routes.ts';
