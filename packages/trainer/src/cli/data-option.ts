import { Option } from 'commander';
import { dataFolder } from '../evaluation/data-folder.ts';

/** `--data`: where the recordings are. */
export function dataOption(): Option {
  return new Option('--data <folder>', 'the recordings').default(
    dataFolder(process.env),
    'STEPSTREAM_DATA, or ../shared/data beside the package',
  );
}
