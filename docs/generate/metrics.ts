import { createStepstream } from 'stepstream';
import { enginePartsOf } from 'stepstream/internals';
import { markdownTable } from './section.ts';

/** The table of everything that `/metrics` tells. */
export async function metricsTable(): Promise<string> {
  const engine = createStepstream({ logLevel: 'silent' });
  try {
    const { all } = enginePartsOf(engine).metrics;
    return markdownTable([
      ['metric', 'kind', 'labels', 'what it tells'],
      ...all.map(({ name, type, labels = [], help }) => [
        `\`${name}\``,
        type,
        labels.map((label) => `\`${label}\``).join(', '),
        help,
      ]),
    ]);
  } finally {
    await engine.close();
  }
}
