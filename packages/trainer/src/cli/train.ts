import { basename, resolve } from 'node:path';
import { DEFAULT_MODEL } from '@stepstream/detector';
import { isModelName } from '@stepstream/detector/internals';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError, wholeNumberOption } from 'stepstream/terminal';
import { DECISION_TIME, NETWORKS, trainModel } from '../training/pipeline.ts';
import type { Batches } from '../training/train-network.ts';
import { dataOption } from './data-option.ts';
import { withProgress } from './with-progress.ts';

/** Batches from line to line where there is no terminal to redraw one on. */
const LINE_EVERY = 500;

interface TrainFlags {
  readonly data: string;
  readonly out: string;
  readonly seed: number;
  readonly lookAhead: number;
  readonly batches: Batches;
}

/** Adds `train`: recordings with known steps to a model that the server can use. */
export function registerTrain(program: Command): void {
  program
    .command('train')
    .description('train a model on a folder of recordings')
    .addOption(dataOption())
    .option(
      '--out <folder>',
      "the model's folder; its name is the model's",
      `models/${DEFAULT_MODEL}`,
    )
    .addOption(
      new Option('--seed <number>', 'the same seed gives the same weights on the same machine')
        .default(1)
        .argParser(wholeNumberOption(0, 1_000_000)),
    )
    .addOption(
      new Option('--look-ahead <ms>', 'from a contact to the sample that can confirm it, 60 to 300')
        .default(300)
        .argParser(wholeNumberOption(60, 300)),
    )
    .addOption(
      new Option('--batches <first,second,third>', 'length of the three rounds of each network')
        .default([1000, 12_000, 1000], '1000,12000,1000')
        .argParser(parseBatches),
    )
    .addHelpText(
      'after',
      `
Trains five networks: one for each quarter of the people, without them, by which it is measured;
and one on everybody, which is the model. An interrupted training goes on where it stood.

A first look, in a minute: npm run train -- --batches 50,100,50 --out /tmp/tcn-0`,
    )
    .action(run);
}

async function run(flags: TrainFlags): Promise<void> {
  if (!isModelName(basename(resolve(flags.out)))) {
    throw new UsageError(
      `--out ${flags.out}: the folder's name must be a name for a model, such as tcn-3`,
    );
  }
  const began = performance.now();
  const perNetwork = flags.batches.reduce((sum, batches) => sum + batches);
  const doneByNetwork = new Map<string, number>();
  await withProgress((progress) =>
    trainModel({
      dataFolder: flags.data,
      modelFolder: resolve(flags.out),
      id: basename(resolve(flags.out)),
      seed: flags.seed,
      delay: flags.lookAhead / 1000 - DECISION_TIME,
      batches: flags.batches,
      onStage(stage) {
        progress.clear();
        console.log(stage);
      },
      onBatch({ name }, done, loss) {
        doneByNetwork.set(name, done);
        const all = [...doneByNetwork.values()].reduce((sum, batches) => sum + batches, 0);
        const total = NETWORKS * perNetwork;
        const left = ((performance.now() - began) / 1000 / all) * (total - all);
        const line = `${Math.floor((100 * all) / total)} %, ${name}: batch ${done} of ${perNetwork}, loss ${loss.toFixed(4)}, ${Math.ceil(left)} s left`;
        if (progress.isShown) progress.update(line);
        else if (done % LINE_EVERY === 0) console.log(line);
      },
    }),
  );
  console.log(`The model is in ${flags.out}. Measure it with: npm run evaluate`);
}

function parseBatches(text: string): Batches {
  const match = /^(\d{1,6}),(\d{1,6}),(\d{1,6})$/.exec(text);
  const batches = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])] as const;
  if (!match || batches.some((number) => number < 1)) {
    throw new InvalidArgumentError('expected three whole numbers, such as 1000,12000,1000');
  }
  return batches;
}
