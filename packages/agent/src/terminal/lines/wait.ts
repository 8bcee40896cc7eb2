/** `wait STATE 60s`: goes on once the agent is in a state, or says that it did not come. */
import { AGENT_STATES, type AgentView, type Clock } from '@outdial/shared';
import type { AgentClient } from '../../client/index.ts';
import { UsageError } from './usage-error.ts';

const LONGEST_MS = 3_600_000;

/** A record in hand is a state of its own for whoever waits for it. */
const STATES = [...AGENT_STATES, 'preview'] as const;
type Awaited = (typeof STATES)[number];

const isState = (word: string): word is Awaited => (STATES as readonly string[]).includes(word);

const stateOf = ({ presence, interaction }: AgentView): Awaited =>
  interaction?.state === 'preview' ? 'preview' : presence.kind;

/** `60s`, `10m`, `500ms` in milliseconds. */
function parseDuration(text: string): number {
  const match = /^(\d{1,7})(ms|s|m)$/.exec(text);
  const unitMs = { ms: 1, s: 1_000, m: 60_000 }[match?.[2] ?? ''];
  if (unitMs === undefined) throw new UsageError(`“${text}” is no duration: write 500ms, 60s or 10m.`);
  return Math.min(LONGEST_MS, Number(match?.[1]) * unitMs);
}

export async function waitFor(client: AgentClient, clock: Clock, rest: string): Promise<string> {
  const [state = '', limit = '60s'] = rest.split(/\s+/);
  if (!isState(state)) throw new UsageError(`“${state}” is no state: ${STATES.join(', ')}.`);
  const limitMs = parseDuration(limit);
  const now = (): Awaited => (client.view === null ? 'logged-out' : stateOf(client.view));
  if (now() === state) return `You are ${state}.`;
  return await new Promise<string>((resolve, reject) => {
    const finish = (): void => {
      stop();
      timer.cancel();
    };
    const timer = clock.after(limitMs, () => {
      finish();
      reject(new Error(`Not ${state} within ${limit}: you are ${now()}.`));
    });
    const stop = client.subscribe((event) => {
      if (event.type !== 'view' || stateOf(event.view) !== state) return;
      finish();
      resolve(`You are ${state}.`);
    });
  });
}
