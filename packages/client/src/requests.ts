import type { Settings } from '@stepstream/protocol';
import { abortable } from './abortable.ts';
import type { StepstreamError } from './errors.ts';
import type { ClientSettings } from './options.ts';

/** Something that a client asks of the server, and who waits for the answer. */
export interface Request {
  readonly action: 'reset' | 'stats' | 'configure' | 'stop';
  readonly message: { readonly action: Request['action'] };
  /** Whether somebody waits for the answer. */
  readonly awaited: boolean;
  /** Told the answer. */
  resolve(answer: object): void;
  reject(error: StepstreamError): void;
}

/** Where requests wait to be sent. */
export interface RequestQueue {
  addRequest(request: Request): void;
  withdraw(request: Request): void;
}

const NOBODY = () => {};

/** A request that nobody waits for, unless told who. */
export function createRequest(
  action: Request['action'],
  content: object = {},
  resolve: Request['resolve'] = NOBODY,
  reject: Request['reject'] = NOBODY,
): Request {
  return { action, message: { ...content, action }, awaited: resolve !== NOBODY, resolve, reject };
}

/** The settings that a `configure` asks for, but for the one that is not the app's. */
export function requestedSettings({ message }: Request): ClientSettings {
  const { action: _, replies: __, ...settings } = message as Request['message'] & Settings;
  return settings;
}

/** The settings that an answer to `configure` tells. */
export function settingsIn(answer: object): Settings {
  const { accel_unit, gyro_unit, gravity, confirm_after, replies, clock, time_zone } =
    answer as Settings;
  return { accel_unit, gyro_unit, gravity, confirm_after, replies, clock, time_zone };
}

/**
 * What a new session is told first.
 *
 * @returns nothing where nothing but the defaults is wanted
 */
export function createSetUp(
  { replies, ...settings }: ClientSettings & Pick<Settings, 'replies'>,
  onRefused: Request['reject'],
): Request | undefined {
  const content = { ...settings, ...(replies === 'steps' && { replies }) };
  if (Object.keys(content).length === 0) return undefined;
  return createRequest('configure', content, undefined, onRefused);
}

/** A request whose answer does not matter, if only there is one. */
export function createProbe(): Request {
  return createRequest('stats');
}

/**
 * Puts a request into a queue.
 *
 * @returns its answer
 * @throws the signal's reason when it is aborted first
 */
export function ask(
  queue: RequestQueue,
  action: Request['action'],
  content: object,
  signal: AbortSignal | undefined,
): Promise<object> {
  let request: Request | undefined;
  return abortable<object>(
    signal,
    (resolve, reject) => {
      request = createRequest(action, content, resolve, reject);
      queue.addRequest(request);
    },
    () => request && queue.withdraw(request),
  );
}
