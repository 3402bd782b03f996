import type { Pieces } from './pieces.ts';

/** A file in an archive, as the archive's directory describes it. None of it is to be trusted. */
export interface ZipEntry {
  readonly name: string;
  /** Where its local header begins. */
  readonly offset: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc: number;
  readonly method: number;
  readonly isLocked: boolean;
}

/*
 * The layout is that of PKWARE's APPNOTE.TXT: 4.3.16 the end of the directory, 4.3.12 its entries, 4.5.3 sizes of
 * more than 32 bits. An archive of several volumes is none that is read here.
 */
const END_BYTES = 22;
const END_SIGNATURE = 0x06054b50;
const MAX_COMMENT_BYTES = 0xffff;
const ENTRY_BYTES = 46;
const ENTRY_SIGNATURE = 0x02014b50;
const LARGE = 0xffffffff;
const LARGE_EXTRA = 1;

/**
 * The files that an archive's directory names; folders are left out.
 *
 * @returns null for an archive without a directory: one that is cut off, or damaged
 */
export function readZipDirectory(archive: Pieces): ZipEntry[] | null {
  const tailStart = Math.max(0, archive.length - END_BYTES - MAX_COMMENT_BYTES);
  const tail = archive.slice(tailStart, archive.length);
  const end = findEnd(tail);
  if (end === null) return null;
  const view = new DataView(tail.buffer, end);
  const size = view.getUint32(12, true);
  // The directory lies right before its end, unless a 64-bit end is in between; then its own word counts.
  const said = view.getUint32(16, true);
  const start = said === LARGE ? tailStart + end - size : said;
  if (start < 0 || start + size > archive.length) return null;
  return readEntries(archive.slice(start, start + size));
}

/** Where the end of the directory begins. A comment follows it, which may hold anything. */
function findEnd(tail: Uint8Array<ArrayBuffer>): number | null {
  const view = new DataView(tail.buffer);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) === tail.length) return at;
  }
  return null;
}

function readEntries(directory: Uint8Array<ArrayBuffer>): ZipEntry[] | null {
  const view = new DataView(directory.buffer);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.length; ) {
    if (view.getUint32(at, true) !== ENTRY_SIGNATURE) break;
    const nameEnd = at + ENTRY_BYTES + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    if (extraEnd > directory.length) return null;
    const name = new TextDecoder().decode(directory.subarray(at + ENTRY_BYTES, nameEnd));
    const large = largeValues(view, nameEnd, extraEnd);
    // In this order, and only those that did not fit.
    const [bytes, packedBytes, offset] = [24, 20, 42].map((field) => {
      const value = view.getUint32(at + field, true);
      return value === LARGE ? (large.shift() ?? value) : value;
    }) as [number, number, number];
    if (!/[\\/]$/.test(name)) {
      entries.push({
        name,
        offset,
        packedBytes,
        bytes,
        crc: view.getUint32(at + 16, true),
        method: view.getUint16(at + 10, true),
        isLocked: (view.getUint16(at + 8, true) & 1) === 1,
      });
    }
    at = extraEnd + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The values of 64 bits in an entry's extra field. */
function largeValues(view: DataView, start: number, end: number): number[] {
  for (let at = start; at + 4 <= end; ) {
    const fieldEnd = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === LARGE_EXTRA && fieldEnd <= end) {
      const values: number[] = [];
      for (let value = at + 4; value + 8 <= fieldEnd; value += 8) {
        values.push(Number(view.getBigUint64(value, true)));
      }
      return values;
    }
    at = fieldEnd;
  }
  return [];
}
