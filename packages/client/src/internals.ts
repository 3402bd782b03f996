/** The client's inside, for the console, the documents and tests. Not published. */
export * from './backoff.ts';
export { toSample } from './device-motion.ts';
export * from './options.ts';
