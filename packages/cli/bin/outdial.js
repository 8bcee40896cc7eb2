#!/usr/bin/env node
/** Finds the Node that the project brings along and runs the program on it; a machine's own Node >= 24 serves as well. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
const program = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'main.js');

// In a fresh checkout nothing is built yet; later builds are `npm run build`, or come with `npm start`.
const build = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'scripts', 'build.js');
if (!existsSync(program) && existsSync(build)) {
  process.stderr.write('Outdial is built first, this once…\n');
  if (spawnSync(process.execPath, [build], { stdio: 'inherit' }).status !== 0) process.exit(1);
}

function bundledNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/package.json`));
    return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return null;
  }
}

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  await import(program);
} else {
  const node = bundledNode();
  if (node === null) {
    process.stderr.write(
      `outdial needs Node ${NEEDED_MAJOR} or newer; this is ${process.versions.node}, and none is bundled for ${process.platform}-${process.arch}. Install Node ${NEEDED_MAJOR}.\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal's Ctrl-C reaches both of us: the program takes signals that come together for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}
