/** The client's inside, for the documents and tests. Not published. */
export * from './options.ts';
export * from './samples.ts';
