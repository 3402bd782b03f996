import type { SetReports } from '../report.ts';
import { dailyTable, watchTable } from './activity-tables.ts';
import { choresTables } from './chores-tables.ts';
import { handheldTables, phonesTables, pocketsTables } from './contact-tables.ts';
import { sportsTables } from './sports-tables.ts';
import type { Table } from './table.ts';
import { walkTables } from './walk-tables.ts';

/** All tables of one detector, a set at a time, and walks over all of them. */
export function setTables(sets: SetReports): Table[] {
  const { handheld, phones, pockets, sports, daily, watch, chores, walks } = sets;
  return [
    ...(walks ? walkTables(walks) : []),
    ...(handheld ? handheldTables(handheld) : []),
    ...(phones ? phonesTables(phones) : []),
    ...(pockets ? pocketsTables(pockets) : []),
    ...(sports ? sportsTables(sports) : []),
    ...(daily ? [dailyTable(daily)] : []),
    ...(watch ? [watchTable(watch)] : []),
    ...(chores ? choresTables(chores) : []),
  ];
}
