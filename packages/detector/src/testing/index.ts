/** Models for tests. Not published. */
export * from './feeling-pushes.ts';
export * from './random-model.ts';
