import type { Pieces } from './pieces.ts';
import type { ZipEntry } from './zip-directory.ts';

/** A file's own header, before its bytes: 4.3.7 of APPNOTE.TXT. */
const LOCAL_BYTES = 30;
const LOCAL_SIGNATURE = 0x04034b50;
const MAX_ENTRIES = 10_000;

/**
 * The files of an archive whose end, and its directory with it, is missing: one after the other, by the
 * headers before each. The last of them is cut off; so is one whose header does not say how long it is.
 */
export function readZipLocals(archive: Pieces): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + LOCAL_BYTES <= archive.length && entries.length < MAX_ENTRIES; ) {
    const header = archive.slice(at, at + LOCAL_BYTES);
    const view = new DataView(header.buffer);
    if (view.getUint32(0, true) !== LOCAL_SIGNATURE) break;
    const nameLength = view.getUint16(26, true);
    const name = archive.slice(at + LOCAL_BYTES, at + LOCAL_BYTES + nameLength);
    const start = at + LOCAL_BYTES + nameLength + view.getUint16(28, true);
    const isLengthKnown = (view.getUint16(6, true) & 8) === 0;
    const left = Math.max(0, archive.length - start);
    const packedBytes = isLengthKnown ? view.getUint32(18, true) : left;
    entries.push({
      name: new TextDecoder().decode(name),
      offset: at,
      packedBytes: Math.min(packedBytes, left),
      bytes: isLengthKnown ? view.getUint32(22, true) : left,
      crc: view.getUint32(14, true),
      method: view.getUint16(8, true),
      isLocked: (view.getUint16(6, true) & 1) === 1,
    });
    at = start + packedBytes;
  }
  return entries;
}
