import { STANDARD_GRAVITY } from '@stepstream/math';
import type { Notes } from '../notes.ts';
import type { SampleWriter } from '../samples/sample-writer.ts';
import { BadParts } from './bad-parts.ts';
import { ClockFaults } from './clock-faults.ts';
import { type Gt3xRecord, Gt3xRecords } from './gt3x-records.ts';
import { count12, read12 } from './packed12.ts';

/*
 * The log.bin of newer .gt3x files: https://github.com/actigraph/GT3X-File-Format. Records of many kinds; those
 * with samples hold one second each.
 */
const EVENT = 3;
const PARAMETERS = 21;
/** Samples by their record's type: 12 bits packed in the order y x z, 16 bits x y z, 12 bits x y z. */
const PACKED_YXZ = 0;
const PLAIN_XYZ = 26;
const PACKED_XYZ = 27;

const SAMPLE_BYTES = 6;
const PARAMETER_BYTES = 8;
const ACCEL_SCALE = 55;
const FALLS_ASLEEP = 8;

/** What is known from the info.txt, and where samples go. */
export interface Gt3xLogOptions {
  readonly path: string;
  readonly notes: Notes;
  readonly writer: SampleWriter;
  /** Samples a second; null where they are as many as a record has. */
  readonly rate: number | null;
  /** Units a g; null where the log itself must say. */
  readonly scale: number | null;
  /** Makes the error for a log of which no scale is known. */
  readonly noScale: () => Error;
}

/** Reads a log.bin. While the device is asleep it records nothing: that is a gap. */
export class Gt3xLog {
  readonly bad: BadParts;
  readonly #options: Gt3xLogOptions;
  readonly #records: Gt3xRecords;
  readonly #faults = new ClockFaults();
  #scale: number | null;
  #start: number | null = null;
  #last = Number.NaN;
  #sleeps = false;
  #repeated = 0;

  constructor(options: Gt3xLogOptions) {
    this.#options = options;
    this.#scale = options.scale;
    this.bad = new BadParts(options.path, 'record');
    this.#records = new Gt3xRecords(this.bad, (record) => this.#take(record));
  }

  /** The first second there are samples of, since 1970 on the device's clock; null before. */
  get start(): number | null {
    return this.#start;
  }

  push(piece: Uint8Array): void {
    this.#records.push(piece);
  }

  /** @returns how many bytes of a record that was cut off there are */
  end(): number {
    const { notes, path } = this.#options;
    const rest = this.#records.end();
    this.#faults.report(
      notes,
      path,
      this.#sleeps ? ' (the device sleeps while nobody moves it)' : '',
    );
    if (this.#repeated > 0) {
      const text = `${this.#repeated} s are in the file twice: the second time they were left out`;
      notes.add('rows_repeated', text, { path });
    }
    return rest;
  }

  #take(record: Gt3xRecord): void {
    const { type, bytes, start, length } = record;
    if (type === PARAMETERS) this.#scale ??= readScale(bytes.subarray(start, start + length));
    else if (type === EVENT) this.#sleeps ||= length === 1 && bytes[start] === FALLS_ASLEEP;
    else if (type === PLAIN_XYZ) this.#takeSecond(record, Math.floor(length / SAMPLE_BYTES));
    else if (type === PACKED_YXZ || type === PACKED_XYZ) {
      this.#takeSecond(record, Math.floor(count12(length) / 3));
    }
  }

  /** A payload of a single byte says that the device was docked, and has no sample. */
  #takeSecond(record: Gt3xRecord, count: number): void {
    const { type, second } = record;
    if (count === 0 || !this.#goesOn(second)) return;
    const { rate, noScale } = this.#options;
    if (this.#scale === null) throw noScale();
    this.#start ??= second;
    const time = second - this.#start;
    const step = 1 / Math.max(rate ?? 0, count);
    const factor = STANDARD_GRAVITY / this.#scale;
    if (type === PLAIN_XYZ) this.#writePlain(record, count, time, step, factor);
    else this.#writePacked(record, count, time, step, factor);
  }

  #writePlain(record: Gt3xRecord, count: number, time: number, step: number, factor: number): void {
    const { bytes, start } = record;
    for (let i = 0; i < count; i++) {
      const at = start + SAMPLE_BYTES * i;
      this.#options.writer.push(
        time + i * step,
        int16At(bytes, at) * factor,
        int16At(bytes, at + 2) * factor,
        int16At(bytes, at + 4) * factor,
      );
    }
  }

  #writePacked(
    record: Gt3xRecord,
    count: number,
    time: number,
    step: number,
    factor: number,
  ): void {
    const { type, bytes, start } = record;
    const x = type === PACKED_XYZ ? 0 : 1;
    for (let i = 0; i < count; i++) {
      this.#options.writer.push(
        time + i * step,
        read12(bytes, start, 3 * i + x) * factor,
        read12(bytes, start, 3 * i + 1 - x) * factor,
        read12(bytes, start, 3 * i + 2) * factor,
      );
    }
  }

  /** Whether a second is to be taken, after the one before. */
  #goesOn(second: number): boolean {
    const elapsed = second - this.#last;
    if (elapsed === 0) {
      this.#repeated++;
      return false;
    }
    if (elapsed > 1) this.#faults.addGap(elapsed - 1);
    else if (elapsed < 0) this.#faults.addSetBack();
    this.#last = second;
    return true;
  }
}

function int16At(bytes: Uint8Array, at: number): number {
  return (((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) << 16) >> 16;
}

/**
 * The scale of the acceleration in a list of parameters, in units a g; null where there is none. Each is
 * its room (0 for the device's own), its number and its value, of 2, 2 and 4 bytes.
 */
function readScale(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + PARAMETER_BYTES <= bytes.length; at += PARAMETER_BYTES) {
    if (view.getUint16(at, true) !== 0 || view.getUint16(at + 2, true) !== ACCEL_SCALE) continue;
    const scale = readFloat(view.getInt32(at + 4, true));
    if (scale > 0) return scale;
  }
  return null;
}

/** A number as ActiGraph writes it: 24 bits of fraction, 8 of exponent, both with a sign. */
function readFloat(code: number): number {
  return (((code << 8) >> 8) / 2 ** 23) * 2 ** (code >> 24);
}
