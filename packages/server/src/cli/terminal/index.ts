/** What the commands of this repository share: progress, tables, options, wrong use. Not published. */
export * from './launcher.ts';
export * from './parse-options.ts';
export * from './progress.ts';
export * from './table.ts';
export * from './usage-error.ts';
