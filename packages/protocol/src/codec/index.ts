/** Everything that reads or writes the wire. */
export { readBinaryFrame } from './read-binary.ts';
export { type ClientFrame, readFrame } from './read-frame.ts';
