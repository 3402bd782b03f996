import { STANDARD_GRAVITY } from '@stepstream/math';
import type { RecordingFormat, SourceFile } from '../format.ts';
import { type FileSink, LineSplitter } from '../lines.ts';
import { SampleWriter } from '../samples/sample-writer.ts';
import { BadParts } from './bad-parts.ts';
import { BlockClock } from './block-clock.ts';
import { endOfDevice } from './device-end.ts';
import { decodePage, SAMPLE_DIGITS } from './geneactiv-page.ts';
import { GeneactivHeader, readPageTime } from './geneactiv-text.ts';

/*
 * The .bin of GENEActiv devices, as "Decoding .bin files" in their operating instructions describes it: in spite of
 * its name a text, with a header of `key:value` and pages of 300 samples as hexadecimal digits.
 */

const FIRST_LINE = 'Device Identity';
const PAGE_LINE = 'Recorded Data';
/** Longer lines are not decoded to look for words in them. */
const LONGEST_WORDS = 500;

const text = new TextDecoder();

function isGeneactiv(head: Uint8Array): boolean {
  return text.decode(head.subarray(0, FIRST_LINE.length)) === FIRST_LINE;
}

/** A page whose lines are being read. */
interface Page {
  time: number | null;
  rate: number | null;
  /** Its samples, where they end in the midst of one: good if the file ends there, too. */
  cutOff: Uint8Array | undefined;
  /** Whether its samples were read, or given up. */
  isDone: boolean;
}

/** Reads a .bin page by page; a page is in memory, however long the recording. */
function readGeneactiv({ path, notes, onSamples, onSource }: SourceFile): FileSink {
  const header = new GeneactivHeader(path);
  const writer = new SampleWriter(onSamples);
  const clock = new BlockClock();
  const bad = new BadParts(path, 'page');
  let page: Page | undefined;
  let pages = 0;
  let origin: number | undefined;

  const closePage = (why?: string) => {
    if (!page || page.isDone) return;
    page.isDone = true;
    bad.addBad(pages, why ?? (page.cutOff ? 'its samples are cut off' : 'it has no samples'));
  };
  const takeSamples = (digits: Uint8Array) => {
    if (!page || page.isDone) return;
    const { time, rate } = page;
    if (time === null) return closePage('its time is none');
    if (rate === null) return closePage('its frequency is none');
    if (digits.length % SAMPLE_DIGITS !== 0) {
      page.cutOff = digits.slice();
      return;
    }
    const values = decodePage(digits);
    if (typeof values === 'string') return closePage(values);
    page.isDone = true;
    bad.addGood();
    origin ??= time;
    const { gains, offsets } = header.calibration;
    const count = values.length / 3;
    const g = (value: number, axis: 0 | 1 | 2) =>
      ((value * 100 - offsets[axis]) / gains[axis]) * STANDARD_GRAVITY;
    clock.add({
      start: time - origin,
      count,
      rate,
      write(start, step) {
        for (let i = 0; i < count; i++) {
          const at = 3 * i;
          writer.push(
            start + i * step,
            g(values[at] as number, 0),
            g(values[at + 1] as number, 1),
            g(values[at + 2] as number, 2),
          );
        }
      },
    });
  };

  const lines = new LineSplitter(path, (bytes, start, end) => {
    const line = bytes.subarray(start, end);
    const said = line.length > LONGEST_WORDS ? '' : text.decode(line).trim();
    if (said === PAGE_LINE) {
      closePage();
      pages++;
      page = { time: null, rate: null, cutOff: undefined, isDone: false };
    } else if (!page) header.take(said);
    else if (said.startsWith('Page Time:')) page.time = readPageTime(said.slice(10));
    else if (said.startsWith('Measurement Frequency:')) page.rate = readRate(said);
    // The samples of a page are its one line without a key.
    else if (!said.includes(':')) takeSamples(line);
  });
  return {
    push: (bytes) => lines.push(bytes),
    end() {
      lines.end();
      const { cutOff } = page ?? {};
      const restBytes = cutOff ? cutOff.length % SAMPLE_DIGITS : 0;
      if (cutOff) takeSamples(cutOff.subarray(0, cutOff.length - restBytes));
      closePage();
      clock.end();
      writer.flush();
      endOfDevice({ path, notes, bad, samples: writer.total, isCutOff: restBytes > 0 });
      header.tellMissing(pages, notes);
      clock.faults.report(notes, path);
      onSource({
        format: GENEACTIV.name,
        timeUnit: 's',
        accelUnit: 'g',
        gyroUnit: null,
        gravity: 'included',
        startedAt: origin === undefined ? null : origin - (header.zone ?? 0),
        isLocal: (header.zone ?? null) === null,
      });
    },
  };
}

function readRate(line: string): number | null {
  // A rate has a comma where the computer that set the device up writes one.
  const rate = Number.parseFloat(line.slice(line.indexOf(':') + 1).replace(',', '.'));
  return rate > 0 && rate <= 1000 ? rate : null;
}

export const GENEACTIV: RecordingFormat = {
  name: 'geneactiv-bin',
  title: 'GENEActiv BIN',
  summary: 'the .bin of a GENEActiv',
  binary: { matches: isGeneactiv, read: readGeneactiv },
};
