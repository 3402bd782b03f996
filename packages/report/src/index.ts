/** A page about counted recordings: pictures, walks, agreement with known steps, and where to look first. Pure. */
export { type AgreementLine, agreementLines } from './agreement-text.ts';
export { byAttention, type Concern, concernsOf } from './attention.ts';
export {
  type DrawnRecording,
  drawRecording,
  plotRecording,
  type RecordingPictures,
} from './draw-recording.ts';
export { MAX_PICTURED, type ReportContent, type ReportedRecording, reportPage } from './page.ts';
