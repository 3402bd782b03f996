import { type TimedSample, writeBinarySamples, writeJsonSamples } from '@stepstream/protocol/codec';
import { createRequest, type Request } from './requests.ts';

/** What goes out in one frame. */
export type Frame =
  | { readonly samples: readonly TimedSample[]; readonly request?: undefined }
  | { readonly samples?: undefined; readonly request: Request };

/** A frame as it is kept beyond the page: its samples, or a request's message. */
export type SavedFrame = readonly TimedSample[] | Request['message'];

/** A frame without who waits for its answer. */
export function saveFrame({ samples, request }: Frame): SavedFrame {
  return samples ?? request.message;
}

/** A frame that was saved; nobody waits for its answer any more. */
export function restoreFrame(saved: SavedFrame): Frame {
  if ('action' in saved) return { request: createRequest(saved.action, saved) };
  return { samples: saved };
}

/** A frame as it goes over the wire. */
export function writeFrame({ samples, request }: Frame, binary: boolean) {
  if (request) return JSON.stringify(request.message);
  return binary ? writeBinarySamples(samples) : writeJsonSamples(samples);
}

/** How many samples are in frames. */
export function countSamples(frames: readonly Frame[]): number {
  return frames.reduce((sum, { samples = [] }) => sum + samples.length, 0);
}
