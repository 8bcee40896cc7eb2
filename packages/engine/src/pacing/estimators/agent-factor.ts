/** Agents are unequal: how fast each ends their talks against the floor's hazard, a gamma frailty for each agent by name. */

/** Three columns of one table. */
export interface AgentFactorState {
  readonly agentIds: string[];
  /** Ends seen. */
  readonly ended: number[];
  /** Ends expected under the floor's hazard. */
  readonly expected: number[];
}

/** Talks that an agent must have had before they weigh as much as "like the others". */
const PRIOR_TALKS = 8;
const MEMORY_TALKS = 150;

export function freshAgentFactor(): AgentFactorState {
  return { agentIds: [], ended: [], expected: [] };
}

/** Reads and writes a state by agent. */
export class AgentFactors {
  readonly #state: AgentFactorState;
  readonly #rows: Map<string, number>;

  constructor(state: AgentFactorState) {
    this.#state = state;
    this.#rows = new Map(state.agentIds.map((agentId, row) => [agentId, row]));
  }

  learn(agentId: string, expectedEnds: number): void {
    const { agentIds, ended, expected } = this.#state;
    let row = this.#rows.get(agentId);
    if (row === undefined) {
      row = agentIds.push(agentId) - 1;
      this.#rows.set(agentId, row);
    }
    const keep = 1 - 1 / MEMORY_TALKS;
    ended[row] = (ended[row] ?? 0) * keep + 1;
    expected[row] = (expected[row] ?? 0) * keep + expectedEnds;
  }

  /** Multiplies the hazard: above 1 for those who are quick. */
  of(agentId: string): number {
    const row = this.#rows.get(agentId);
    if (row === undefined) return 1;
    return ((this.#state.ended[row] ?? 0) + PRIOR_TALKS) / ((this.#state.expected[row] ?? 0) + PRIOR_TALKS);
  }
}
