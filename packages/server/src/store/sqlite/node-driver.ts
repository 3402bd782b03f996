import type { OpenSqlite } from './driver.ts';

/** The SQLite that is part of Node, from version 22.5 on. Imported here and not above, as Bun's is. */
export async function loadNodeSqlite(): Promise<OpenSqlite> {
  const { DatabaseSync } = await import('node:sqlite');
  return (path) => {
    const database = new DatabaseSync(path);
    return {
      exec: (sql) => database.exec(sql),
      prepare<Row>(sql: string) {
        const statement = database.prepare(sql);
        return {
          run: (...values) => Number(statement.run(...values).changes),
          get: (...values) => statement.get(...values) as Row | undefined,
          all: (...values) => statement.all(...values) as Row[],
        };
      },
      close: () => database.close(),
    };
  };
}
