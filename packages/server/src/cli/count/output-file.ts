import { open, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../terminal/usage-error.ts';

/** In every page and picture that `count` writes, so that the next run knows it as its own. */
const MARK = '<!-- written by stepstream count -->';
/** Where the mark is looked for, in bytes: it stands at the beginning. */
const MARK_WITHIN = 1024;

/** A file to write, and the option that names it. */
export interface OutputFile {
  /** Such as `--report`. */
  readonly option: string;
  readonly path: string;
  /** What its name should end in, such as `report.html`: for the advice. */
  readonly example: string;
}

/**
 * Refuses outputs that would overwrite something: a recording that is counted, what is known of one, or any file
 * that `count` has not written itself. A pattern that the shell replaced names a recording by mistake.
 *
 * @param inputs - paths of what is read
 * @throws {UsageError} before anything is counted; it says what to do
 */
export async function checkOutputs(
  outputs: readonly OutputFile[],
  inputs: readonly string[],
): Promise<void> {
  if (outputs.length === 0) return;
  const read = new Set(await Promise.all(inputs.map(identityOf)));
  const written = new Set<string>();
  for (const output of outputs) {
    const identity = await identityOf(output.path);
    if (read.has(identity)) {
      throw refusal(output, 'that is a recording to count, and would be overwritten');
    }
    if (written.has(identity)) throw refusal(output, 'another option names the same file');
    written.add(identity);
    await checkOutput(output);
  }
}

async function checkOutput(output: OutputFile): Promise<void> {
  const { path } = output;
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    const folder = dirname(path);
    const parent = await stat(folder).catch(() => undefined);
    if (!parent?.isDirectory()) {
      throw new UsageError(`${output.option} ${path}: there is no folder ${folder}: make it first`);
    }
  } else if (found.isDirectory()) {
    throw refusal(output, 'that is a folder');
  } else if (found.isFile() && found.size > 0 && !(await isMarked(path))) {
    const what = 'that file is there already, and count has not written it';
    throw refusal(output, what);
  }
}

/** Writes a page or picture with its mark. */
export async function writeOutput(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, marked(text));
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : error}`);
  }
}

/** The mark stands behind the first tag, or the declaration, of the markup. */
function marked(text: string): string {
  const end = text.indexOf('>') + 1;
  return `${text.slice(0, end)}${MARK}${text.slice(end)}`;
}

async function isMarked(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MARK_WITHIN), 0, MARK_WITHIN, 0);
      return buffer.toString('utf8', 0, bytesRead).includes(MARK);
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

/** The same for all names of a file: links, hard links, `./`. */
async function identityOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    if (ino > 0n) return `${dev}:${ino}`;
  } catch {
    // It is not there yet: its name tells it.
  }
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return `${folder}/${path.slice(dirname(path).length)}`;
}

function refusal({ option, path, example }: OutputFile, why: string): UsageError {
  return new UsageError(
    `${option} ${path}: ${why}. Give another name, such as ${option} ${example}`,
  );
}
