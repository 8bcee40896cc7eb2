/** The engine: live state, pacing, detection and telephony. Server and command line come in through here. */
export { createEngine, type Engine, type EngineParts } from './engine.ts';
export { MemoryRecords, type MemoryRecordsOptions } from './loadtest/memory-records.ts';
export type { FactSink, RecordSource } from './ports.ts';
