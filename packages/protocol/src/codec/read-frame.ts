import { type Fault, fault } from '../faults.ts';
import type { SampleBlock } from '../samples.ts';
import type { Settings } from '../settings.ts';
import { isObject, type JsonObject } from './json-object.ts';
import { quote } from './quote.ts';
import { type AuthenticateFrame, readAuthenticate } from './read-authenticate.ts';
import { type ConfigureFrame, readConfigure } from './read-configure.ts';
import { readBatch, readLoneSample } from './read-samples.ts';
import { isTooComplex } from './text-shape.ts';

/** A client's frame, read and checked: samples, a request, or what is wrong with it. */
export type ClientFrame =
  | SampleBlock
  | { readonly kind: 'stop' | 'reset' | 'stats' | 'ping' }
  | ConfigureFrame
  | AuthenticateFrame
  | Fault;

const STOP: ClientFrame = { kind: 'stop' };
const RESET: ClientFrame = { kind: 'reset' };
const STATS: ClientFrame = { kind: 'stats' };
const PING: ClientFrame = { kind: 'ping' };
const TOO_COMPLEX =
  'The message nests too deep, or has too many keys: send samples as the documents show them';
const RESUME_IS_FIRST =
  'A session is resumed by the first message of a connection with ?resume=message: connect anew';

/**
 * Reads a text frame. This is the only place where a client's words are judged: what it returns can
 * be trusted. It runs for each sample, so it is written by hand; a property test holds it equal to
 * the schemas of `client-messages.ts`. It is kinder than they are in one thing: a batch with some
 * samples that can't be used is read, and `block.rejected` lists those.
 *
 * @param settings the units in force for this client
 * @param block where samples are put, in SI units; returned when the frame holds samples
 * @returns the frame; never throws
 */
export function readFrame(text: string, settings: Settings, block: SampleBlock): ClientFrame {
  if (isTooComplex(text)) return fault('too_complex', TOO_COMPLEX);
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return fault('invalid_json', 'The message is not valid JSON');
  }
  if (!isObject(message)) {
    return fault('invalid_message', 'The message must be a JSON object');
  }
  if (Object.hasOwn(message, 'action')) return readAction(message);
  if (Object.hasOwn(message, 'samples')) return readBatch(message['samples'], settings, block);
  return readLoneSample(message, settings, block);
}

function readAction(message: JsonObject): ClientFrame {
  switch (message['action']) {
    case 'stop':
      return STOP;
    case 'reset':
      return RESET;
    case 'stats':
      return STATS;
    case 'ping':
      return PING;
    case 'configure':
      return readConfigure(message);
    case 'authenticate':
      return readAuthenticate(message);
    case 'resume':
      return fault('unknown_action', RESUME_IS_FIRST, 'action');
    default:
      return typeof message['action'] === 'string'
        ? fault('unknown_action', `Unknown action: ${quote(message['action'])}`, 'action')
        : fault('invalid_value', 'action must be a string', 'action');
  }
}
