/** What tests and the console may see of a simulated call; the port itself tells only events. */
import type { SimulatedCall } from './call.ts';
import { type Heard, hearing, type Link, type Side } from './hearing.ts';

export interface SimulatedCallPicture {
  readonly link: Link;
  /** All digits sent to the contact. */
  readonly digits: string;
  readonly recording: boolean;
  hears(side: Side): ReadonlySet<Heard>;
}

/** `agentHearsTone`: something plays to the agent alone. */
export function pictureOf(call: SimulatedCall, agentHearsTone: boolean): SimulatedCallPicture {
  const { link, digits, recorder } = call;
  return {
    link,
    digits,
    recording: recorder?.on === true,
    hears(side) {
      const heard = hearing(side, call.sound());
      return side === 'agent' && agentHearsTone ? new Set([...heard, 'tone']) : heard;
    },
  };
}
