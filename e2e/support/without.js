/** Preloaded into a process (`--import`): the package that OUTDIAL_WITHOUT names cannot be loaded, as if it were not installed. */
import { registerHooks } from 'node:module';

const missing = process.env.OUTDIAL_WITHOUT;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === missing || specifier.startsWith(`${missing}/`)) throw new Error(`without ${missing}`);
    return nextResolve(specifier, context);
  },
});
