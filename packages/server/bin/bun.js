#!/usr/bin/env node
// Runs the Bun that this package depends on: `node bin/bun.js test`, `node bin/bun.js run file.ts`.
import { runBun } from './find-bun.js';

runBun(process.argv.slice(2));
