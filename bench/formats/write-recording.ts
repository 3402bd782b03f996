import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { gt3xInfo, hourOf, type Kind } from './hour.ts';

/** Writes a device's file of so many hours, an hour at a time. */
export async function writeRecording(path: string, kind: Kind, hours: number): Promise<void> {
  const { head, parts, moveOn } = hourOf(kind);
  const out = createWriteStream(path);
  const target = kind.endsWith('gt3x') ? zipped(out, kind === 'gt3x') : plain(out);
  await target.write(head);
  for (let hour = 0; hour < hours; hour++) {
    if (hour > 0) for (const part of parts) moveOn(part, 1);
    await target.write(Buffer.concat(parts));
  }
  await target.end();
  await finished(out.end());
}

interface Target {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly end: () => Promise<void>;
}

function plain(out: WriteStream): Target {
  return {
    async write(bytes) {
      if (!out.write(bytes)) await once(out, 'drain');
    },
    end: async () => {},
  };
}

/** The samples first, then the info.txt, as ActiGraph's software puts them. */
function zipped(out: WriteStream, isPacked: boolean): Target {
  const { write } = plain(out);
  let packed: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    packed.push(bytes);
  });
  const flush = async () => {
    const ready = packed;
    packed = [];
    for (const bytes of ready) await write(bytes);
  };
  const log = isPacked ? new ZipDeflate('log.bin', { level: 6 }) : new ZipPassThrough('log.bin');
  zip.add(log);
  return {
    async write(bytes) {
      log.push(bytes);
      await flush();
    },
    async end() {
      log.push(new Uint8Array(0), true);
      const info = new ZipDeflate('info.txt');
      zip.add(info);
      info.push(gt3xInfo(), true);
      zip.end();
      await flush();
    },
  };
}
