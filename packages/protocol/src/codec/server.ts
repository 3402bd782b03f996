/** What only a server writes. Kept from `@stepstream/protocol/codec`, for it uses Node's Buffer. */
export {
  createDetection,
  type Detection,
  wireStep,
} from './detection.ts';
export { writeDetection } from './write-detection.ts';
export { envelopeText, writeMessage } from './write-message.ts';
