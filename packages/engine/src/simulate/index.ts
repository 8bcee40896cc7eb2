/** The pacing simulator: a floor on virtual time under our pacer or a peer's policy. */
export { type FloorOptions, runFloor, type Sample } from './floor.ts';
export { plotRun } from './plot.ts';
export { POLICIES, type PolicyName, pacerFor } from './policies/index.ts';
export { type Mean, type SeedResult, type Summary, summarise } from './result.ts';
export { parseScenario, type Scenario, ScenarioError } from './scenario.ts';
export { type SimulateLine, type SimulateOptions, simulate } from './simulate.ts';
