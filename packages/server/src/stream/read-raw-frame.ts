import { type Fault, fault, type SampleBlock, type Settings } from '@stepstream/protocol';
import { type ClientFrame, readBinaryFrame, readFrame } from '@stepstream/protocol/codec';
import type { RawFrame } from './frame-backlog.ts';

/** What a frame is read with. */
interface ReadContext {
  /** Frames over this are faults. */
  readonly maxFrameBytes: number;
  /** Where its samples are put. */
  readonly block: SampleBlock;
}

/** Reads a frame, whatever it holds. */
export function readRawFrame(
  frame: RawFrame,
  settings: Settings,
  { maxFrameBytes, block }: ReadContext,
): ClientFrame {
  if (byteLength(frame, maxFrameBytes) > maxFrameBytes) return tooLarge(maxFrameBytes);
  return typeof frame === 'string'
    ? readFrame(frame, settings, block)
    : readBinaryFrame(frame, settings, block);
}

function tooLarge(limit: number): Fault {
  return fault('too_large', `The message is longer than ${limit} bytes`);
}

/** The size of a message in UTF-8; exact only where it may be over `limit`, for exactness costs. */
function byteLength(frame: RawFrame, limit: number): number {
  if (typeof frame !== 'string') return frame.byteLength;
  return frame.length * 3 <= limit ? frame.length : Buffer.byteLength(frame);
}
