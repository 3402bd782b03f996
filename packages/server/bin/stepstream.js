#!/usr/bin/env node
// The `stepstream` command. Node starts it, because that is what npm installs; Bun runs it.
import { fileURLToPath } from 'node:url';
import { runBun } from './find-bun.js';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
runBun([main, ...process.argv.slice(2)]);
