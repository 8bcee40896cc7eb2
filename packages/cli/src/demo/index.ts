/** The demo floor: what `outdial up --demo` adds to an empty one. */
export { startSimulatedAgents } from './agents/start-simulated-agents.ts';
export { seedDemo } from './seed.ts';
export { startDemo } from './start-demo.ts';
