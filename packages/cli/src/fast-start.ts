/** A faster start: Node keeps compiled code between runs, and Ink's one use of es-toolkit reads one function, not all 400 files. */
import { existsSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** In the installation, which is its owner's: what lies in a shared folder could be anybody's code. Where it cannot be written nothing is kept. */
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/outdial', import.meta.url)));

/** Ink throttles its frames by `throttle` of es-toolkit/compat, whose index reads every function that there is. */
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (specifier !== 'es-toolkit/compat' || context.parentURL?.endsWith('/ink/build/ink.js') !== true) return found;
    const alone = found.url.replace(/index\.mjs$/, 'function/throttle.mjs');
    return existsSync(fileURLToPath(alone)) ? { ...found, url: alone } : found;
  },
});
