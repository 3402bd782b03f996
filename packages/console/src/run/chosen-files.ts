/** Files that belong together: one recording, and what lies beside it of its true steps. */
export interface ChosenRecording {
  /** Those of its files; with their folders where two recordings would be called the same. */
  readonly name: string;
  readonly files: readonly File[];
  readonly known: readonly File[];
}

/** Names that apps give to the files of one export: they lie together in a folder. */
const PART_OF_EXPORT =
  /^(accelerometer|gyroscope|gravity|orientation|totalacceleration|linear|raw|metadata)[a-z ]*\.[a-z]+(\.gz)?$/i;
/** As the reader has it, which comes later. */
const TRUTH = /\.((steps|mask)\.csv|count\.json)(\.gz)?$/i;
/** What lies in folders and is no recording. Whoever chooses such a file is told what is wrong with it. */
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
  const groups = new Map<string, File[]>();
  const beside = new Map<string, File[]>();
  const put = (map: Map<string, File[]>, key: string, file: File) =>
    map.set(key, [...(map.get(key) ?? []), file]);
  for (const file of files) {
    const path = pathOf(file);
    if (path !== file.name && NO_RECORDING.test(path)) continue;
    if (TRUTH.test(path) && files.length > 1) put(beside, stem(path), file);
    else put(groups, PART_OF_EXPORT.test(file.name) ? folderOf(file) : path, file);
  }
  const names = [...groups.values()].map(nameOf);
  return [...groups.values()]
    .map((group) => {
      const [first = new File([], '')] = group;
      const name = nameOf(group);
      const isAlone = names.indexOf(name) === names.lastIndexOf(name);
      return {
        name: isAlone ? name : `${folderOf(first)}${name}`,
        files: group,
        known: beside.get(stem(pathOf(first))) ?? [],
      };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function nameOf(files: readonly File[]): string {
  return files.map(({ name }) => name).join(', ');
}

function folderOf(file: File): string {
  return pathOf(file).slice(0, -file.name.length);
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
