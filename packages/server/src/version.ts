// By name: the rest of the file stays out of the published package.
export { version as VERSION } from '../package.json' with { type: 'json' };
