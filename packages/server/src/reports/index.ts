/** Reports from the store. */
export { createSummary, type SummaryOptions } from './summary.ts';
