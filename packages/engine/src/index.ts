/** The engine: live state, pacing, detection and telephony. Server and command line come in through here. */
export { createEngine, type Engine, type EngineParts } from './engine.ts';
export { runLoadTest } from './loadtest/load-test-edge.ts';
export { type LoadPace, type LoadProgress, LoadTestOptionError, type LoadTestOptions } from './loadtest/options.ts';
export type { LoadReport } from './loadtest/report.ts';
export type { FactSink, RecordSource } from './ports.ts';
export {
  type EngineProcessOptions,
  type RunningEngine,
  runEngine,
  type TelephonyChoice,
} from './process/engine-main.ts';
export {
  type AsteriskNode,
  AsteriskOptionsError,
  CarrierProfileError,
  type CarrierProfileInput,
  checkUpAll,
  EVERYDAY,
  type Finding,
  findAsterisk,
  type LineLimits,
  NoAsteriskError,
  openStandingLab,
  readAsteriskFile,
  readLedger,
  troubles,
} from './telephony/index.ts';
