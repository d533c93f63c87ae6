export type { RouteInfo } from '../exchange/route-info.ts';
export type { Keep } from '../exchange/route-policy.ts';
export { type NestCaptureOptions, nestCapture } from './nest-capture.ts';
export type { NestAppLike } from './nest-like.ts';
export { nestRoutes } from './nest-routes.ts';
export { RoutePolicy } from './route-policy.ts';
