import type { Command } from 'commander';
import { auditCommand } from './audit-command.ts';
import { addStoreOptions, type StoreFlags, withStoreOf } from './stored-user.ts';

/** Adds `forget`: removes all that is kept of a user, without a server. */
export function registerForget(program: Command): void {
  const command = program
    .command('forget')
    .description('remove all that is kept of a user: steps, and sessions to resume')
    .argument('<user>', 'the name of the user');
  addStoreOptions(command)
    .addHelpText(
      'after',
      `
It works on the store itself, while no server does: one that runs has live sessions, which it
would save again. SQLite sees to that by itself; with PostgreSQL or Redis, stop the servers.
While a server runs, ask it instead:
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
    console.log(`Removed of ${userId}: ${steps} steps, and ${sessions.length} sessions to resume.`);
    if (store.name.startsWith('sqlite:')) return;
    console.error(
      `stepstream: a server that runs on this store may save ${userId} again: end its sessions with DELETE /users/{id}`,
    );
  });
}
