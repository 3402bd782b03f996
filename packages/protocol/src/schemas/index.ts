/** What goes over the wire, as Zod schemas: the source of types and documents. */
export * from './catalogue.ts';
export * from './client-messages.ts';
export * from './closing-messages.ts';
export { UnixTime } from './envelope.ts';
export * from './history-messages.ts';
export * from './live-messages.ts';
export * from './rest-messages.ts';
export * from './resume.ts';
export * from './sensor-logger.ts';
export * from './server-messages.ts';
export { Settings } from './settings.ts';
export * from './token-messages.ts';
export * from './user-events.ts';
export * from './webhooks.ts';
