import type { TraceData } from './trace-data.ts';

/** A trace as a table: a row a sample, on its own clock, with the number of the step that falls on it. */
export function traceCsv(data: TraceData): Blob {
  const parts = ['time,acceleration,start_probability,end_probability,step\n'];
  let mark = 0;
  for (let i = 0; i < data.length; i++) {
    const time = data.times[i] as number;
    let step = '';
    for (; mark < data.marks.length && (data.marks[mark]?.time ?? 0) <= time; mark++) {
      step = String(data.marks[mark]?.number);
    }
    const values = [data.magnitudes[i], data.starts[i], data.ends[i]].map((value) =>
      value === undefined || Number.isNaN(value) ? '' : Number(value.toFixed(4)),
    );
    parts.push(`${Number((data.origin + time).toFixed(4))},${values.join(',')},${step}\n`);
  }
  return new Blob(parts, { type: 'text/csv' });
}

/** Has the browser save a file. */
export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
