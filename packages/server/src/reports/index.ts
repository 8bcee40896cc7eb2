/** Reports from the store. */
export { createSummary } from './summary.ts';
