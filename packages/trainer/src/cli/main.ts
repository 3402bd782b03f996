import { Command, CommanderError } from 'commander';
import { UsageError } from 'stepstream/terminal';
import { registerAblate } from './ablate.ts';
import { registerEvaluate } from './evaluate.ts';
import { registerTrain } from './train.ts';

const program = new Command('trainer')
  .description('Measures and trains step detectors.')
  .showSuggestionAfterError()
  .exitOverride();
registerEvaluate(program);
registerTrain(program);
registerAblate(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof UsageError) {
    console.error(`trainer: ${error.message}`);
    process.exitCode = 2;
  } else throw error;
}
