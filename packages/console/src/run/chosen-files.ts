/** Files that belong together: one recording, and its true steps where they are known. */
export interface ChosenRecording {
  readonly name: string;
  readonly files: readonly File[];
  readonly truth: File | null;
}

/** Names that apps give to the files of one export: they lie together in a folder. */
const PART_OF_EXPORT =
  /^(accelerometer|gyroscope|gravity|orientation|totalacceleration|linear|raw|metadata)/i;
const TRUTH = /\.steps\.csv$/i;
/** What lies in folders and is no recording. */
const NO_RECORDING = /(^|\/)(\.|__MACOSX\/|thumbs\.db)|\.(md|txt|pdf|png|jpe?g|html?|py|m)$/i;

/** Everything that was dropped; folders with all that is in them. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // The browser forgets the items once the handler has returned.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return [...transfer.files];
  const found: File[] = [];
  for (const entry of entries) if (entry) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (entry instanceof FileSystemFileEntry || entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    const path = entry.fullPath.replace(/^\//, '');
    found.push(placed(file, path));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const next = () =>
    new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
  // A folder tells of a hundred at a time.
  for (let some = await next(); some.length > 0; some = await next()) {
    for (const one of some) await collect(one, found);
  }
}

/** The recordings of what was chosen, those in zip archives, too. */
export async function chosenRecordings(
  files: readonly File[],
): Promise<readonly ChosenRecording[]> {
  return recordingsOf((await Promise.all(files.map(unzipped))).flat());
}

/** The files of an archive of several recordings; of one recording, or of no archive, the file itself. */
async function unzipped(file: File): Promise<readonly File[]> {
  if (!/\.zip$/i.test(file.name)) return [file];
  const { filesOfZip } = await import('@stepstream/formats/browser');
  // What is wrong with an archive, its reader says.
  const found = await filesOfZip(file).catch(() => null);
  const folder = pathOf(file).replace(/\.zip$/i, '');
  const inner = found?.map(({ path, bytes }) =>
    placed(new File([bytes], path.split('/').at(-1) ?? path), `${folder}/${path}`),
  );
  return inner ?? [file];
}

/** A file in a folder. */
function placed(file: File, path: string): File {
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}

/** Which of the chosen files are one recording, in the order of their names. */
export function recordingsOf(files: readonly File[]): readonly ChosenRecording[] {
  const wanted =
    files.length === 1 ? files : files.filter((file) => !NO_RECORDING.test(pathOf(file)));
  const groups = new Map<string, File[]>();
  for (const file of wanted) {
    const path = pathOf(file);
    const isTruth = TRUTH.test(path) && wanted.length > 1;
    if (isTruth) continue;
    const folder = path.slice(0, path.length - file.name.length);
    const name = PART_OF_EXPORT.test(file.name) ? folder : path;
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  const truths = new Map(
    wanted
      .map((file) => [stem(pathOf(file)), file] as const)
      .filter(([, file]) => TRUTH.test(file.name)),
  );
  return [...groups.values()]
    .map((group) => ({
      name: group.map((file) => file.name).join(', '),
      files: group,
      truth: truths.get(stem(pathOf(group[0] as File))) ?? null,
    }))
    .map((one) => (one.truth === one.files[0] ? { ...one, truth: null } : one))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Times of true steps, in seconds, of a table that has a column `timestamp` or `time`, or that first. */
export function truthTimes(text: string): readonly number[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim().toLowerCase());
  const column = Math.max(
    names.findIndex((name) => /^(timestamp|time)\b/.test(name)),
    0,
  );
  const rows = Number.isNaN(Number(names[column])) ? lines : [header, ...lines];
  return rows
    .map((line) => Number(line.split(',')[column]))
    .filter((time) => Number.isFinite(time))
    .toSorted((a, b) => a - b);
}

function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}

function stem(path: string): string {
  return path
    .replace(TRUTH, '')
    .replace(/\.(gz|zip)$/i, '')
    .replace(/\.[a-z][a-z0-9]{1,5}$/i, '');
}
