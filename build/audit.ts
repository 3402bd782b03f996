/** `npm run audit`: asks npm's registry for known vulnerabilities in everything that the lockfile names. */
import { spawnSync } from 'node:child_process';
import { judgeAudit } from './judge-audit.ts';
import { ROOT } from './packages.ts';

const { stdout } = spawnSync('npm', ['audit', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const { passed, line } = judgeAudit(stdout);
console.log(line);
process.exitCode = passed ? 0 : 1;
