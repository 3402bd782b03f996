import { expect, test } from 'bun:test';
import { dataFolder } from './data-folder.ts';

test('the environment names the folder', () => {
  expect(dataFolder({ STEPSTREAM_DATA: '/recordings' })).toBe('/recordings');
});

test('otherwise it lies beside the package', () => {
  expect(dataFolder({})).toEndWith('/shared/data');
  expect(dataFolder({ STEPSTREAM_DATA: '' })).toBe(dataFolder({}));
});
