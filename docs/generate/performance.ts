import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BenchResults } from '../../bench/results.ts';
import {
  capacityTable,
  partsTable,
  scenarioTables,
  type Table,
  verdictTable,
} from '../../bench/tables.ts';
import { verdicts } from '../../bench/verdict.ts';
import { markdownTable } from './section.ts';

/** What the last run of the bench found out that was kept (`npm run bench -- --json bench/results.json`). */
const RESULTS = fileURLToPath(new URL('../../bench/results.json', import.meta.url));

/** The generated parts of `docs/performance.md`, by name. */
export function performanceSections(): Map<string, string> {
  const results: BenchResults = JSON.parse(readFileSync(RESULTS, 'utf8'));
  const { machine, runtime, model } = results;
  const measured = scenarioTables(results).map(
    (table) => `**${table.title}**\n\n${inMarkdown(table)}`,
  );
  return new Map([
    ['targets', inMarkdown(verdictTable(verdicts(results)))],
    ['scenarios', [`${machine}, ${runtime}, model ${model}.`, ...measured].join('\n\n')],
    ['parts', inMarkdown(partsTable(results))],
    ['capacity', inMarkdown(capacityTable(results))],
  ]);
}

function inMarkdown({ header, rows }: Table): string {
  return markdownTable([header, ...rows]);
}
