/** Exports of apps, made from a synthetic walk, and how to read them, for tests. Not published. */
export * from './devices/device-walk.ts';
export * from './devices/write-cwa.ts';
export * from './devices/write-geneactiv.ts';
export * from './devices/write-gt3x.ts';
export * from './export-walk.ts';
export * from './parse.ts';
export * from './plain-source.ts';
export * from './tables/write-xlsx.ts';
