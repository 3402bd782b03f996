#!/usr/bin/env node
// The `stepstream` command. Node starts it, because that is what npm installs; Bun runs it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runBun } from './find-bun.js';

// The build puts JavaScript beside this folder; in the repository there is its source.
const built = new URL('../cli/main.js', import.meta.url);
const source = new URL('../src/cli/main.ts', import.meta.url);
const main = fileURLToPath(existsSync(built) ? built : source);
runBun([main, ...process.argv.slice(2)]);
