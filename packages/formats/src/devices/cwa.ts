import { STANDARD_GRAVITY } from '@stepstream/math';
import type { RecordingFormat, SourceFile } from '../format.ts';
import type { FileSink } from '../lines.ts';
import { SampleWriter } from '../samples/sample-writer.ts';
import { BadParts } from './bad-parts.ts';
import { BlockClock } from './block-clock.ts';
import { ACCELERATION, readCwaBlock, unpackAxes } from './cwa-block.ts';
import { endOfDevice } from './device-end.ts';
import { FixedBlocks } from './fixed-blocks.ts';

/*
 * The .cwa files of Axivity's AX3 and AX6 ("continuous wave accelerometry"), as Open Movement describes them:
 * https://github.com/openmovementproject/openmovement/blob/master/Docs/ax3/cwa.h. A header of 1024 bytes is
 * followed by blocks of 512, each with its own time, rate, scales and checksum.
 */

const BLOCK_BYTES = 512;
const HEADER_BLOCKS = 2;
const RADIANS = Math.PI / 180;

function isCwa(head: Uint8Array): boolean {
  // "MD", and the length of the rest of the header, 1020.
  return head[0] === 0x4d && head[1] === 0x44 && head[2] === 0xfc && head[3] === 0x03;
}

/** Reads a .cwa block by block; one block is in memory, however long the recording. */
function readCwa({ path, notes, onSamples, onSource }: SourceFile): FileSink {
  const writer = new SampleWriter(onSamples);
  const clock = new BlockClock();
  const bad = new BadParts(path, 'block');
  let index = -HEADER_BLOCKS;
  let origin: number | undefined;
  let hasGyro = false;
  let restBytes = 0;

  const takeBlock = (bytes: Uint8Array) => {
    const block = readCwaBlock(bytes);
    if (block === 'unused') return;
    if (typeof block === 'string') {
      bad.addBad(index + 1, block);
      return;
    }
    bad.addGood();
    const { count, rate, axes, accelScale, gyroScale } = block;
    if (count === 0) return;
    origin ??= block.start;
    hasGyro ||= axes > ACCELERATION;
    const values = unpackAxes(block, bytes);
    const toAccel = accelScale * STANDARD_GRAVITY;
    const toGyro = gyroScale * RADIANS;
    clock.add({
      start: block.start - origin,
      count,
      rate,
      write(start, step) {
        for (let i = 0; i < count; i++) {
          // With a gyroscope, its three axes come first; a magnetometer's come last.
          const at = axes * i;
          const a = axes > ACCELERATION ? at + 3 : at;
          writer.push(
            start + i * step,
            (values[a] as number) * toAccel,
            (values[a + 1] as number) * toAccel,
            (values[a + 2] as number) * toAccel,
          );
          if (a === at) continue;
          writer.gyro(
            (values[at] as number) * toGyro,
            (values[at + 1] as number) * toGyro,
            (values[at + 2] as number) * toGyro,
          );
        }
      },
    });
  };

  const blocks = new FixedBlocks(
    BLOCK_BYTES,
    (bytes) => {
      if (index >= 0) takeBlock(bytes);
      index++;
    },
    (bytes) => {
      restBytes = bytes;
    },
  );
  return {
    push: (bytes) => blocks.push(bytes),
    end() {
      blocks.end();
      clock.end();
      writer.flush();
      endOfDevice({ path, notes, bad, samples: writer.total, isCutOff: restBytes > 0 });
      clock.faults.report(notes, path);
      onSource({
        format: CWA.name,
        timeUnit: 's',
        accelUnit: 'g',
        gyroUnit: hasGyro ? 'deg/s' : null,
        gravity: 'included',
        startedAt: origin ?? null,
        isLocal: true,
      });
    },
  };
}

export const CWA: RecordingFormat = {
  name: 'axivity-cwa',
  title: 'Axivity CWA',
  summary: 'the .cwa of an AX3 or AX6',
  binary: { matches: isCwa, read: readCwa },
};
