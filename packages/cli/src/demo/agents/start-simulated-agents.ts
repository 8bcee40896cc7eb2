/** Starts the demo's agents: each logs in over HTTP as people do, with a stream of chance of its own. */
import type { AgentState, Clock, Random } from '@outdial/shared';
import type { DemoLogIn } from '../credentials.ts';
import { SimulatedAgent } from './simulated-agent.ts';

export interface SimulatedAgentsOptions {
  /** At most so many as there are credentials. */
  count: number;
  credentials: readonly DemoLogIn[];
  baseUrl: string;
  random: Random;
  clock: Clock;
  fetch?: typeof fetch;
}

export interface SimulatedAgents {
  /** Each agent's state as they see it; null before their first view. */
  states(): (AgentState | null)[];
  /** Ends their work where the server still answers within `graceMs`, and leaves. */
  stop(graceMs?: number): Promise<void>;
}

export function startSimulatedAgents(options: SimulatedAgentsOptions): SimulatedAgents {
  const { count, credentials, baseUrl, random, clock, fetch } = options;
  const agents = credentials.slice(0, count).map(
    (logIn) =>
      new SimulatedAgent({
        logIn,
        baseUrl,
        clock,
        random: random.stream(logIn.username),
        ...(fetch === undefined ? {} : { fetch }),
      }),
  );
  return {
    states: () => agents.map((agent) => agent.state),
    async stop(graceMs = 3_000) {
      const gone = Promise.allSettled(agents.map((agent) => agent.stop()));
      const late = new Promise<void>((resolve) => {
        const timer = clock.after(graceMs, resolve);
        gone.then(() => timer.cancel());
      });
      await Promise.race([gone, late]);
    },
  };
}
