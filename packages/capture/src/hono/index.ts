export type { RouteInfo } from '../exchange/route-info.ts';
export type { Keep, RoutePolicy } from '../exchange/route-policy.ts';
export { type HonoCaptureOptions, honoCapture } from './hono-capture.ts';
export { honoRoutes } from './hono-routes.ts';
export { routePolicy } from './route-policy.ts';
