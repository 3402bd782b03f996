import type { Command } from 'commander';
import { auditCommand } from './audit-command.ts';
import { addStoreOptions, type StoreFlags, withStoreOf } from './stored-user.ts';

/** Adds `forget`: removes all that is kept of a user, without a server. */
export function registerForget(program: Command): void {
  const command = program
    .command('forget')
    .description('remove everything about a user: steps, and sessions that could be resumed')
    .argument('<user>', 'the name of the user');
  addStoreOptions(command)
    .addHelpText(
      'after',
      `
It changes the store directly, so no server may be running: it would save its live sessions again.
With SQLite this is checked; with PostgreSQL or Redis, stop the servers yourself. While a server
runs, ask it instead:
  $ curl -X DELETE http://127.0.0.1:8000/users/ann

Examples:
  $ stepstream forget ann
  $ stepstream forget ann --store postgres://steps@db/steps`,
    )
    .action(forget);
}

async function forget(userId: string, flags: StoreFlags): Promise<void> {
  const note = auditCommand('user.delete', userId, flags);
  await withStoreOf(userId, flags, { exclusive: true }, async (store) => {
    const steps = await store.total(userId);
    const sessions = await store.loadByUser(userId);
    await store.forget(userId);
    note();
    console.log(
      `Removed ${userId}: ${steps} steps, and ${sessions.length} sessions that could be resumed.`,
    );
    if (store.name.startsWith('sqlite:')) return;
    console.error(
      `stepstream: a server that is running on this store may save ${userId} again; if there is one, call its DELETE /users/{id}`,
    );
  });
}
