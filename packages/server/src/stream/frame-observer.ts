import type { Session } from '../session/index.ts';
import type { RawFrame } from './frame-backlog.ts';

/** Told of each frame, on its way: it has to be quick. */
export interface FrameObserver {
  /**
   * A frame has been served to its end, and its answer written.
   *
   * @param arrivedMs when it came, in milliseconds of the clock's monotonic time
   * @param kind what it was, such as `samples`
   */
  served(arrivedMs: number, frame: RawFrame, kind: string, session: Session): void;
  /** A frame, or all samples of it, could not be used. */
  failed(code: string): void;
}
