/** Exports of apps, made from a synthetic walk, and how to read them, for tests. Not published. */
export * from './export-walk.ts';
export * from './parse.ts';
