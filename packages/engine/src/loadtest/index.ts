export { runLoadTest } from './load-test-edge.ts';
export type { MachineReport } from './machine-edge.ts';
export { LoadTestOptionError, type LoadPace, type LoadProgress, type LoadTestOptions } from './options.ts';
export type { LoadReport } from './report.ts';
