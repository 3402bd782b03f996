/** The client's inside, for the console, the documents and tests. Not published. */
export * from './backoff.ts';
export * from './options.ts';
