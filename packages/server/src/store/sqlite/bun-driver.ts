import type { Statement } from 'bun:sqlite';
import type { OpenSqlite, SqliteValue } from './driver.ts';

/**
 * The SQLite that is part of Bun. Imported here and not above, so that a bundle of all in one file runs under Node,
 * too.
 */
export async function loadBunSqlite(): Promise<OpenSqlite> {
  const { Database } = await import('bun:sqlite');
  return (path) => {
    const database = new Database(path, { create: true, readwrite: true });
    // Bun keeps a file open, with its locks, until the last statement is finished with.
    const statements: Pick<Statement, 'finalize'>[] = [];
    return {
      exec: (sql) => {
        database.exec(sql);
      },
      prepare<Row>(sql: string) {
        const statement = database.prepare<Row, SqliteValue[]>(sql);
        statements.push(statement);
        return {
          run: (...values) => statement.run(...values).changes,
          get: (...values) => statement.get(...values) ?? undefined,
          all: (...values) => statement.all(...values),
        };
      },
      close() {
        for (const statement of statements) statement.finalize();
        database.close(true);
      },
    };
  };
}
