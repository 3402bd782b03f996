import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isExportFile } from '../formats.ts';
import { RecordingError } from '../recording-error.ts';
import { isRecordingFile } from '../zip-file.ts';

/**
 * The recordings that a path stands for: a file or an app's export is itself; any other folder is
 * all the recordings in it and in its folders, by name.
 *
 * @throws {RecordingError} `empty` for a folder without any
 */
export async function findRecordings(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const found = await search(path);
  if (found.length > 0) return found;
  const problem = 'there is no recording in this folder: CSV or JSON, plain, gzip or zip';
  throw new RecordingError('empty', path, null, problem);
}

async function search(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  if (entries.some(({ name }) => isExportFile(name))) return [folder];
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await search(path)));
    else if (isRecordingFile(entry.name) || /\.zip$/i.test(entry.name)) found.push(path);
  }
  return found;
}
