/** Agents are unequal: how fast each ends their talks against the floor's hazard, a gamma frailty for each agent by name. */

export interface AgentFactorState {
  /** Ends seen, by agent. */
  readonly ended: Record<string, number>;
  /** Ends expected under the floor's hazard, by agent. */
  readonly expected: Record<string, number>;
}

export function freshAgentFactor(): AgentFactorState {
  return { ended: {}, expected: {} };
}

/** Talks that an agent must have had before they weigh as much as "like the others". */
const PRIOR_TALKS = 8;
const MEMORY_TALKS = 150;

export function learnAgentFactor(state: AgentFactorState, agentId: string, expectedEnds: number): void {
  const keep = 1 - 1 / MEMORY_TALKS;
  state.ended[agentId] = (state.ended[agentId] ?? 0) * keep + 1;
  state.expected[agentId] = (state.expected[agentId] ?? 0) * keep + expectedEnds;
}

/** Multiplies the hazard: above 1 for those who are quick. */
export function agentFactor(state: AgentFactorState, agentId: string): number {
  return ((state.ended[agentId] ?? 0) + PRIOR_TALKS) / ((state.expected[agentId] ?? 0) + PRIOR_TALKS);
}
