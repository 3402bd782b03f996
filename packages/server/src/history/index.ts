/** The steps of users over time: read, taken out, removed. */
export { Retention } from './retention.ts';
export { UserHistory } from './user-history.ts';
export { createUserRoutes } from './user-routes.ts';
