export type { RouteInfo } from '../exchange/route-info.ts';
export type { Keep, RoutePolicy } from '../exchange/route-policy.ts';
export { type ExpressCaptureOptions, expressCapture } from './express-capture.ts';
export { expressErrors } from './express-errors.ts';
export { expressRoutes } from './express-routes.ts';
export { routePolicy } from './route-policy.ts';
