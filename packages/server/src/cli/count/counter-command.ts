import type { Command } from 'commander';
import { type Counter, createCounter } from './count-task.ts';
import { COUNTER_COMMAND, type CounterOrder, type CounterReport } from './counter-process.ts';

/** Adds the command that `count --jobs` starts; it is nobody else's affair. */
export function registerCounter(program: Command): void {
  program.command(COUNTER_COMMAND, { hidden: true }).action(serveOrders);
}

/** Counts what the other process names, until that is gone. */
function serveOrders(): Promise<void> {
  const tell = (report: CounterReport) => {
    if (process.connected) process.send?.(report);
  };
  let counter: Counter | undefined;
  process.on('message', async (order: CounterOrder) => {
    if ('task' in order) counter = createCounter(order.task);
    else {
      const outcome = await counter?.count(order.path, (share) => tell({ share }));
      if (outcome) tell({ outcome });
    }
  });
  return new Promise((resolve) => {
    process.once('disconnect', () => resolve());
  });
}
