import { DatabaseSync } from 'node:sqlite';
import type { SqliteDatabase } from './driver.ts';

/** Opens a file with the SQLite that is part of Node, from version 22.5 on. */
export function openDatabase(path: string): SqliteDatabase {
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
}
