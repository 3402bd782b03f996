import { findTimeZone, UTC } from '@stepstream/calendar';
import { byAttention, drawRecording, MAX_PICTURED, reportPage } from '@stepstream/report';
import type { Counted } from './count-folder.ts';

/** The report as `stepstream count --report` writes it: one page that needs nothing beside itself. */
export function reportOf(
  all: readonly Counted[],
  failures: readonly string[],
  model: string,
): Blob {
  const zone = findTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC;
  const drawn = new Set(byAttention(all.map(({ count }) => count)).slice(0, MAX_PICTURED));
  const recordings = all.map(({ count, recording, meter, known }) => ({
    count,
    pictures: drawn.has(count)
      ? drawRecording({ count, model, envelope: meter.envelope, samples: recording, known })
      : null,
  }));
  const page = reportPage({ title: 'Steps', model, recordings, failures, zone });
  return new Blob([page], { type: 'text/html' });
}
