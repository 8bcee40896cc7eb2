/** Writes docs/keys.md from the console's registry of keys and commands (after a build); `--check` only says whether it is current. */
import { readFileSync, writeFileSync } from 'node:fs';
import { keyReference } from '@outdial/tui';

const FILE = new URL('../docs/keys.md', import.meta.url);
const reference = keyReference();

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== reference) {
    process.stderr.write('docs/keys.md is stale: after a build, run scripts/reference.ts with Node 24.\n');
    process.exitCode = 1;
  }
} else writeFileSync(FILE, reference);
