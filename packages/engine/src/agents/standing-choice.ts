/** OUT-5: who is not made ready by the end of the wrap-up: the agent's own standing choice, else what the campaign says. */
import { agentTransition, type Presence } from '@outdial/shared';
import type { Agent } from './agent.ts';

/** The reason that the agent, and whoever looks at them, reads. */
const NO_AUTOMATIC_READY = 'wrapped up, no automatic ready';

const readyByItself = ({ seat, interaction }: Agent): boolean =>
  seat.readyAfterWrapUp ?? interaction?.campaign?.config.readyAfterWrapUp ?? true;

/**
 * From the moment that the agent has somebody (or wraps up a call that nobody answered), so that nobody counts on them, and
 * their own word, said later, goes before it. A call that comes to nothing before that sends them back to where they were.
 */
export function withStandingChoice(agent: Agent, before: Presence, next: Presence, nowMs: number): Presence {
  const begins = hasContact(next) && !hasContact(before);
  return begins ? chosen(agent, next, nowMs) : next;
}

/** The choice was made while they are at it: it holds for the work in hand, unless they asked for something else. */
export function chosen(agent: Agent, presence: Presence, nowMs: number): Presence {
  if (!hasContact(presence) || !('after' in presence)) return presence;
  const { after } = presence;
  const ready = readyByItself(agent);
  if (after.kind === 'logged-out' || (after.kind === 'ready') === ready) return presence;
  if (after.kind === 'not-ready' && after.reason !== NO_AUTOMATIC_READY) return presence;
  const event = ready ? ({ type: 'set-ready' } as const) : notReady;
  const asked = agentTransition(presence, event, nowMs);
  return asked.ok ? asked.state : presence;
}

const notReady = { type: 'set-not-ready', reason: NO_AUTOMATIC_READY } as const;

const hasContact = ({ kind }: Presence): boolean =>
  kind === 'talking' || kind === 'held' || kind === 'consulting' || kind === 'wrap-up';
