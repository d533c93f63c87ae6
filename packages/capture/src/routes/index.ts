export { type ListedRoute, listRoutes } from './list-routes.ts';
