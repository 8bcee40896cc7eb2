import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dataFolder, runningServer, takeDataFolder, writeAddress } from './data-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outdial-data-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a server is found while its `outdial up` lives; the address that a killed one left leads nowhere', () => {
  const data = dataFolder(folder, false);
  expect(runningServer(data)).toBeNull();
  const release = takeDataFolder(data);
  writeAddress(data, 'http://127.0.0.1:4170');
  expect(runningServer(data)).toEqual({ url: 'http://127.0.0.1:4170', operatorToken: null });
  // A process that has lived: its id is nobody's now.
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  writeFileSync(data.lockFile, `${pid}\n`);
  expect(runningServer(data)).toBeNull();
  takeDataFolder(data);
  expect(runningServer(data)).not.toBeNull();
  release();
  expect(runningServer(data)).toBeNull();
});
