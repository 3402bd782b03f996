/** Everything that reads or writes the wire; what only a server writes is in `codec/server`. */
export type { Detection } from './detection.ts';
export { millisecondSteps } from './millisecond-steps.ts';
export { type AuthenticateFrame, readFirstToken } from './read-authenticate.ts';
export { readBinaryFrame } from './read-binary.ts';
export { readConfigure } from './read-configure.ts';
export { type ClientFrame, readFrame } from './read-frame.ts';
export { readServerMessage } from './read-message.ts';
export { type ResumeFrame, readFirstResume } from './read-resume.ts';
export { readBatch } from './read-samples.ts';
export { isTooComplex, type ShapeLimits } from './text-shape.ts';
export { type TimedSample, writeBinarySamples, writeJsonSamples } from './write-samples.ts';
