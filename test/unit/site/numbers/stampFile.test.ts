import { chmod, copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStampFile } from '../../../../src/site/numbers/stampFile.ts';

let dataDir: string;
const path = () => join(dataDir, 'numbers.stamp');

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'postwerk-stamp-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

/** One number given out whole: file, COMMIT, confirmation. */
async function take(count: number): Promise<string> {
  const stamp = openStampFile(dataDir);
  const kept = await stamp.mark(count);
  await stamp.confirm();
  return kept;
}

const compare = (kept: string | null) => openStampFile(dataDir).compare(kept);

test('as it was left it is the same, however often numbers are taken', async () => {
  expect(await compare(await take(1))).toBe('same');
  await take(2);
  const kept = await take(123_456);
  expect(await compare(kept)).toBe('same');
});

test('cut off before COMMIT, the store is one step behind and still the same store', async () => {
  const kept = await take(1);
  await openStampFile(dataDir).mark(2);
  expect(await compare(kept)).toBe('cut-off');
});

test('a store of an earlier day beside the file of today is found out, also by one step only', async () => {
  const kept = await take(1);
  await take(2);
  expect(await compare(kept)).toBe('restored');
  await take(3);
  expect(await compare(kept)).toBe('restored');
});

test('a file that was put back is found out, whole, in place or with its times', async () => {
  const kept = await take(1);
  await copyFile(path(), `${path()}.backup`);
  await take(2);
  // In place, as `rsync --inplace` does.
  await writeFile(path(), await readFile(`${path()}.backup`));
  expect(await compare(kept)).toBe('restored');
  await rename(`${path()}.backup`, path());
  expect(await compare(kept)).toBe('restored');
});

test('a copy of the folder is found out even when nothing was given out since', async () => {
  const kept = await take(1);
  await copyFile(path(), `${path()}.copy`);
  await rm(path());
  await copyFile(`${path()}.copy`, path());
  expect(await compare(kept)).toBe('restored');
});

test('without a file, with a broken one, or with one whose owner was changed it is a restored store', async () => {
  expect(await compare(null)).toBe('restored');
  const kept = await take(1);
  await chmod(path(), 0o644);
  expect(await compare(kept)).toBe('restored');
  await writeFile(path(), 'nonsense');
  expect(await compare(kept)).toBe('restored');
  await rm(path());
  expect(await compare(kept)).toBe('restored');
});
