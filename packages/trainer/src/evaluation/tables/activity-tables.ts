import type { DailyReport, WatchReport, WatchScore } from '../activity-reports.ts';
import type { CadenceScore } from '../cadence-score.ts';
import { fixed, percent, rate } from './cells.ts';
import { type Table, tableOf } from './table.ts';

/** The daily set. */
export function dailyTable(report: DailyReport): Table {
  return tableOf(
    'Daily, steps a minute',
    [...report.people, ...report.devices],
    [
      ['person, device', (s) => s.label],
      ['seated', (s) => rate(s.seated)],
      ['standing up', (s) => rate(s.standingUp)],
      ['sitting down', (s) => rate(s.sittingDown)],
      ['(walking)', (s) => rate(s.walking)],
      ['(turning)', (s) => rate(s.turning)],
    ],
  );
}

/** The watch set. */
export function watchTable(report: WatchReport): Table {
  const pace = ({ detectedPerMinute, spectralPerMinute }: CadenceScore): string =>
    `${fixed(detectedPerMinute, 1)} / ${fixed(spectralPerMinute, 1)}`;
  return tableOf<WatchScore>(
    'Watch, steps a minute (counted / by the spectrum)',
    [...report.people, report.total],
    [
      ['person', (s) => s.label],
      ['sitting', (s) => rate(s.sitting)],
      ['standing', (s) => rate(s.standing)],
      ['walking', (s) => pace(s.walking)],
      ['within 3 %', (s) => percent(s.walking.right)],
      ['half, double', (s) => `${s.walking.halves}, ${s.walking.doubles}`],
      ['clear', (s) => `${s.walking.clearMinutes}/${s.walking.minutes}`],
      ['jogging', (s) => pace(s.jogging)],
      ['within 3 %', (s) => percent(s.jogging.right)],
      ['half, double', (s) => `${s.jogging.halves}, ${s.jogging.doubles}`],
      ['clear', (s) => `${s.jogging.clearMinutes}/${s.jogging.minutes}`],
    ],
  );
}
