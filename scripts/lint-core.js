/** Fails where the core reads the clock, sets a timer or rolls its own dice: time and chance are arguments. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Places that stand at the edge: they adapt the real clock, sockets, threads or a terminal to the core's ports. */
const EDGES = [
  /\.test\.tsx?$/,
  /\/testing\//,
  /\/bench\//,
  /\/real-clock\.ts$/,
  /packages\/(server|tui|agent|cli)\/src\/.*(main|edge)\.tsx?$/,
  /packages\/cli\/src\//,
];
const FORBIDDEN =
  /\bDate\.now\(|\bperformance\.now\(|\bnew Date\(\)|\bsetTimeout\(|\bsetInterval\(|\bsetImmediate\(|\bMath\.random\(/;

const files = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : /\.tsx?$/.test(path) ? [path] : [];
  });

let found = 0;
for (const file of files('packages')) {
  if (EDGES.some((edge) => edge.test(file))) continue;
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (!FORBIDDEN.test(line) || /^\s*(\*|\/\/|\/\*)/.test(line)) continue;
    process.stderr.write(`${file}:${index + 1}: the core takes time and chance as arguments: ${line.trim()}\n`);
    found += 1;
  }
}
if (found > 0) process.exit(1);
