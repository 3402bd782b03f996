import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BunPlugin } from 'bun';

/** Puts the texts of migrations into the bundle, where the source reads their files. */
export const inlineSql: BunPlugin = {
  name: 'inline-sql',
  setup(build) {
    build.onLoad({ filter: /store[\\/]\w+[\\/]migrations[\\/]index\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replaceAll(/\bsql\('([^']+)'\)/g, (_, file: string) =>
        JSON.stringify(readFileSync(join(dirname(path), file), 'utf8')),
      );
      return { contents, loader: 'ts' };
    });
  },
};
