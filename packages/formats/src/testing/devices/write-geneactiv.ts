import { DEVICE_START, type DeviceWalk, inUnits } from './device-walk.ts';

const PAGE_SAMPLES = 300;
/** The calibration of some device: units * 100 = g * gain + offset. */
const GAINS = [25875, 25734, 25538] as const;
const OFFSETS = [439, -662, -3056] as const;

/** What can be said of a file in another way. */
export interface GeneactivOptions {
  readonly rate?: number;
  /** Default: as many as there are. */
  readonly pages?: number;
}

/** Writes a walk as a GENEActiv does; from "Decoding .bin files" of its operating instructions. */
export function writeGeneactiv(
  walk: DeviceWalk,
  { rate = 100, pages }: GeneactivOptions = {},
): string {
  const count = Math.ceil(walk.times.length / PAGE_SAMPLES);
  const lines = [...header(rate, pages ?? count)];
  for (let page = 0; page < count; page++) {
    const first = page * PAGE_SAMPLES;
    const last = Math.min(first + PAGE_SAMPLES, walk.times.length);
    lines.push(
      'Recorded Data',
      'Device Unique Serial Code:012967',
      `Sequence Number:${page}`,
      `Page Time:${pageTime(DEVICE_START + (walk.times[first] as number))}`,
      'Unassigned:',
      'Temperature:21.5',
      'Battery voltage:4.1493',
      'Device Status:Recording',
      `Measurement Frequency:${rate.toFixed(1)}`,
      Array.from({ length: last - first }, (_, i) => digits(walk, first + i)).join(''),
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}

function digits(walk: DeviceWalk, index: number): string {
  // In hundredths of the device's units, which is what the calibration is in.
  const g = inUnits(walk, index, 1e6, 1e8).map((value) => value / 1e6);
  const axes = g.map((value, axis) => {
    const units = Math.round((value * (GAINS[axis] as number) + (OFFSETS[axis] as number)) / 100);
    const held = Math.max(-2048, Math.min(2047, units));
    return (held & 0xfff).toString(16).toUpperCase().padStart(3, '0');
  });
  return `${axes.join('')}004`;
}

function pageTime(seconds: number): string {
  return new Date(Math.round(seconds * 1000))
    .toISOString()
    .slice(0, 23)
    .replace('T', ' ')
    .replace('.', ':');
}

function header(rate: number, pages: number): string[] {
  return `Device Identity
Device Unique Serial Code:012967
Device Type:GENEActiv
Device Model:1.1
Device Firmware Version:Ver1.30 date 05Aug11
Calibration Date:2025-04-03 11:08:52:000

Device Capabilities
Accelerometer Range:-8 to 8
Accelerometer Resolution:0.0039
Accelerometer Units:g
Light Meter Range:0 to 5000
Light Meter Resolution:5
Light Meter Units:lux
Temperature Sensor Range:0 to 70
Temperature Sensor Resolution:0.1
Temperature Sensor Units:deg. C

Configuration Info
Measurement Frequency:${rate.toFixed(1)} Hz
Measurement Period:216 Hours
Start Time:2026-05-14 09:30:00:000
Time Zone:GMT +02:00

Trial Info
Study Centre:
Study Code:
Investigator ID:
Exercise Type:
Config Operator ID:2
Config Time:2026-05-13 14:02:12:642
Config Notes:Notes
Extract Operator ID:
Extract Time:2026-05-15 17:25:40:479
Extract Notes:

Subject Info
Device Location Code:left wrist
Subject Code:
Date of Birth:1900-1-1
Sex:
Height:
Weight:
Handedness Code:
Subject Notes:

Calibration Data
x gain:${GAINS[0]}
x offset:${OFFSETS[0]}
y gain:${GAINS[1]}
y offset:${OFFSETS[1]}
z gain:${GAINS[2]}
z offset:${OFFSETS[2]}
Volts:300
Lux:800

Memory Status
Number of Pages:${pages}
`.split('\n');
}
