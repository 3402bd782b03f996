/** The steps of users over time: read, taken out, removed. */
export { BUCKET_LENGTHS } from '@stepstream/calendar';
export { exportSteps, readExportRange } from './export-steps.ts';
export { EXPORT_FORMAT_NAMES, readExportFormat } from './formats/index.ts';
export { ParameterError } from './parameter-error.ts';
export { Retention } from './retention.ts';
export { UserHistory } from './user-history.ts';
export { createUserRoutes } from './user-routes.ts';
