import type { Settings } from '@stepstream/protocol';
import { StepstreamError } from './errors.ts';

/** What the client needs of a WebSocket; the standard one has it, and so has that of `ws`. */
export interface SocketLike {
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

/** How a socket is made. */
export type SocketConstructor = new (url: string) => SocketLike;

/** Time, as the client sees it. */
export interface ClientClock {
  /** Milliseconds that only ever grow; a sample without a time gets them. */
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** What of the settings an app may change. */
export type ClientSettings = Partial<Omit<Settings, 'replies'>>;

/** A token, or what gets one. */
export type TokenOption = string | (() => string | Promise<string>);

/** Where a client keeps its state: `sessionStorage` or `localStorage`, or whatever looks like them. */
export interface ClientStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What `connect` can be told. All of it has a default. Durations are in milliseconds. */
export interface ConnectOptions {
  /** Names the user, who has one live session at a time. Default: no name. */
  readonly user?: string;
  /**
   * For servers that ask who streams: a token, or a function that gets one, called before each connection
   * and again before a token expires. It is sent in a header, if the WebSocket takes some, and otherwise in
   * the first message. Default: none.
   */
  readonly token?: TokenOption;
  /**
   * Units, gravity and so on, for all samples. Default: m/s², rad/s, gravity
   * included.
   */
  readonly settings?: ClientSettings;
  /**
   * How often samples are sent, in one frame. Adds half of this to the latency, on average; sending
   * less often costs fewer bytes. Default: 800. Range: 0 (each at once) to 10,000.
   */
  readonly batchInterval?: number;
  /** Most samples in a frame. Default: 250. Range: 1 to 1000. */
  readonly maxBatch?: number;
  /** Send samples in binary frames, single precision, not in JSON. Default: true. */
  readonly binary?: boolean;
  /**
   * What the server answers: `steps`, when a step is confirmed, and otherwise once a second; or
   * `every_frame`, which also has the probabilities of each. Default: `steps`.
   */
  readonly replies?: Settings['replies'];
  /**
   * Where the client keeps its state, so that it continues after a reload, such as `sessionStorage`. One
   * client for each address and user at a time. Default: nowhere.
   */
  readonly storage?: ClientStorage;
  /**
   * Most samples that wait to be sent; beyond it the oldest are dropped, and reported. Default: 6000,
   * two minutes at 50 Hz, as long as the server keeps a session. Range: 1 to 1,000,000.
   */
  readonly maxQueue?: number;
  /**
   * Most samples that are kept after they were answered, until the server has saved them, so that they
   * can be sent again if it fails; beyond it the oldest are forgotten, and that is reported. Default:
   * 120,000, five minutes at 400 Hz; a server saves every few seconds. Range: 0 (none are kept) to 1,000,000.
   */
  readonly maxKept?: number;
  /** The longest time that connecting may take. Default: 10,000. Range: 100 to 120,000. */
  readonly connectTimeout?: number;
  /** The link is dead if nothing is answered for this long. Default: 5000. Range: 100 to 120,000. */
  readonly deadAfter?: number;
  /** How often an idle link is probed. Default: 10,000. Range: 100 to 3,600,000. */
  readonly probeInterval?: number;
  /** Longest wait before the first attempt to reconnect. Default: 500. Range: 1 to 60,000. */
  readonly minDelay?: number;
  /**
   * Longest wait before any further attempt; it doubles with each until then, and the true wait is
   * a random part of it. Default: 30,000. Range: 1 to 3,600,000.
   */
  readonly maxDelay?: number;
  /** Closes the client at once when it is aborted; waiting samples are lost. Default: none. */
  readonly signal?: AbortSignal;
  /** The WebSocket to use. Default: the runtime's own. Node before 22 has none: pass that of `ws`. */
  readonly WebSocket?: SocketConstructor;
  /** Time, for tests. Default: the runtime's. */
  readonly clock?: ClientClock;
  /** Random numbers from 0 to 1, for tests. Default: `Math.random`. */
  readonly random?: () => number;
}

/** What can be said with each request. */
export interface RequestOptions {
  /** Gives up waiting. */
  readonly signal?: AbortSignal;
}

/** Default and range of each option that is a number. */
export const NUMBERS = {
  batchInterval: [800, 0, 10_000],
  maxBatch: [250, 1, 1000],
  maxQueue: [6000, 1, 1_000_000],
  maxKept: [120_000, 0, 1_000_000],
  connectTimeout: [10_000, 100, 120_000],
  deadAfter: [5000, 100, 120_000],
  probeInterval: [10_000, 100, 3_600_000],
  minDelay: [500, 1, 60_000],
  maxDelay: [30_000, 1, 3_600_000],
} as const;

/** The options, checked, with their defaults. */
export type ResolvedOptions = Pick<ConnectOptions, Optional> &
  Required<Omit<ConnectOptions, Optional>>;
type Optional = 'token' | 'user' | 'settings' | 'storage' | 'signal';

/**
 * @throws {RangeError} for a number out of its range
 * @throws {StepstreamError} `no_websocket`
 */
export function resolveOptions(options: ConnectOptions): ResolvedOptions {
  const numbers = Object.entries(NUMBERS).map(([name, [fallback, min, max]]) => {
    const value = options[name as keyof typeof NUMBERS] ?? fallback;
    if (!(value >= min && value <= max)) {
      throw new RangeError(`${name} must be a number from ${min} to ${max}, not ${value}`);
    }
    return [name, value];
  });
  const Socket = options.WebSocket ?? globalThis.WebSocket;
  if (!Socket) {
    throw new StepstreamError(
      'no_websocket',
      'This runtime has no WebSocket (Node has one from version 22 on). Install one, such as ' +
        "ws, and pass it: connect(url, { WebSocket }) with import WebSocket from 'ws'",
    );
  }
  return {
    binary: true,
    replies: 'steps',
    clock: runtimeClock,
    random: Math.random,
    ...options,
    ...Object.fromEntries(numbers),
    WebSocket: Socket,
  } as ResolvedOptions;
}

/** So that times go on after a reload: with it they are Unix time. React Native has none. */
const ORIGIN = performance.timeOrigin || 0;

const runtimeClock: ClientClock = {
  now: () => ORIGIN + performance.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};
