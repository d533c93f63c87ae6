export type { RouteInfo } from '../exchange/route-info.ts';
export type { Keep, RoutePolicy } from '../exchange/route-policy.ts';
export { type KoaCaptureOptions, koaCapture } from './koa-capture.ts';
export { koaRoutes } from './koa-routes.ts';
export { routePolicy } from './route-policy.ts';
