/** `wait STATE 60s`: goes on once the agent is in a state, or says that it did not come. */
import { AGENT_STATES, type AgentState, type Clock } from '@outdial/shared';
import type { AgentClient } from '../../client/index.ts';
import { STATE_WORDS } from '../words.ts';
import { UsageError } from './usage-error.ts';

const LONGEST_MS = 3_600_000;

const isState = (word: string): word is AgentState => (AGENT_STATES as readonly string[]).includes(word);

/** `60s`, `10m`, `500ms` in milliseconds. */
function parseDuration(text: string): number {
  const match = /^(\d{1,7})(ms|s|m)$/.exec(text);
  const unitMs = { ms: 1, s: 1_000, m: 60_000 }[match?.[2] ?? ''];
  if (unitMs === undefined) throw new UsageError(`“${text}” is no duration: write 500ms, 60s or 10m.`);
  return Math.min(LONGEST_MS, Number(match?.[1]) * unitMs);
}

export async function waitFor(client: AgentClient, clock: Clock, rest: string): Promise<string> {
  const [state = '', limit = '60s'] = rest.split(/\s+/);
  if (!isState(state)) throw new UsageError(`“${state}” is no state: ${AGENT_STATES.join(', ')}.`);
  const limitMs = parseDuration(limit);
  const kind = (): AgentState | undefined => client.view?.presence.kind;
  if (kind() === state) return `You are ${state}.`;
  return await new Promise<string>((resolve, reject) => {
    const finish = (): void => {
      stop();
      timer.cancel();
    };
    const timer = clock.after(limitMs, () => {
      finish();
      reject(new Error(`Not ${state} within ${limit}: you are ${STATE_WORDS[kind() ?? 'logged-out'].toLowerCase()}.`));
    });
    const stop = client.subscribe((event) => {
      if (event.type !== 'view' || event.view.presence.kind !== state) return;
      finish();
      resolve(`You are ${state}.`);
    });
  });
}
