export { runLoadTest } from './load-test-edge.ts';
export type { MachineReport } from './machine-edge.ts';
export { type LoadPace, type LoadProgress, LoadTestOptionError, type LoadTestOptions } from './options.ts';
export type { LoadReport } from './report.ts';
