import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** How many files of es-toolkit are read where Ink is. */
const SCRIPT = `
import { registerHooks } from 'node:module';
await import(${JSON.stringify(new URL('./fast-start.ts', import.meta.url).href)});
let files = 0;
registerHooks({ load(url, context, next) { if (url.includes('/es-toolkit/')) files += 1; return next(url, context); } });
const { render } = await import('ink');
process.stdout.write(typeof render + ' ' + files);
`;

it('Ink starts with one function of es-toolkit, not with all of them', async () => {
  const cwd = fileURLToPath(new URL('../../..', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', SCRIPT], { cwd });
  const [render, files] = stdout.split(' ');
  expect(render).toBe('function');
  // It was 400 and more; a few for the function and what it uses.
  expect(Number(files)).toBeGreaterThan(0);
  expect(Number(files)).toBeLessThan(40);
});
