/** After the call: the code and the notes (BP-9), the time limit (OUT-5), and done. */
import { type Clock, type InteractionId, interactionTransition, type SystemCode } from '@outdial/shared';
import { learnFromCode } from '../calls/learn-from-code.ts';
import type { FactSink } from '../ports.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { Agent } from './agent.ts';
import type { Floor } from './floor.ts';

export class WrapUp {
  readonly #clock: Clock;
  readonly #floor: Floor;
  readonly #sink: FactSink;

  constructor(clock: Clock, floor: Floor, sink: FactSink) {
    this.#clock = clock;
    this.#floor = floor;
    this.#sink = sink;
  }

  /** The call is over: the agent wraps up, at most as long as the campaign allows. */
  begin(agent: Agent): void {
    const limitMs = agent.interaction?.campaign?.config.wrapUpLimitMs ?? null;
    const nowMs = this.#clock.nowMs();
    this.#floor.step(agent, { type: 'call-over', wrapUpLimitAtMs: limitMs === null ? null : nowMs + limitMs });
    if (limitMs === null || agent.presence.kind !== 'wrap-up') return;
    agent.wrapUpTimer = this.#clock.after(limitMs, () => this.#timeUp(agent));
  }

  /** BP-9: who sets no code in time gets the campaign's. */
  #timeUp(agent: Agent): void {
    const { interaction } = agent;
    if (interaction !== null) interaction.wrapUpCode ??= interaction.campaign?.config.wrapUpDefaultCode ?? null;
    this.#finish(agent);
  }

  /** GCC-4: what was dialed before is wrapped up with the code and notes that it has, and the agent dials again. */
  pause(agent: Agent): void {
    const { interaction, presence } = agent;
    agent.wrapUpTimer?.cancel();
    agent.wrapUpTimer = null;
    if (interaction === null || presence.kind !== 'wrap-up') return;
    this.#report(agent, interaction.picture.interactionId, this.#clock.nowMs() - presence.sinceMs);
  }

  /** BP-10: the message speaks for the agent, who is done at once; the code says so where they set none. */
  voicemailLeft(agent: Agent): void {
    agent.today.calls += 1;
    this.begin(agent);
    const { interaction } = agent;
    if (interaction !== null) interaction.wrapUpCode ??= 'voicemail-left' satisfies SystemCode;
    this.#finish(agent);
  }

  /** Sets code and notes, while talking already; `done` alone waits for the end of the call. */
  set(agent: Agent, code: string | null, notes: string): Refusal | null {
    const { interaction, presence } = agent;
    if (interaction === null || !('interactionId' in presence)) return refusal('not-in-wrap-up');
    const taken = interactionTransition(agent.interactionState, 'set-code');
    if (!taken.ok) return refusal('no-call', 'A code can be set from the moment that you talk.');
    const codes = interaction.campaign?.config.wrapUpCodes.map((known) => known.code) ?? null;
    if (code !== null && codes !== null && !codes.includes(code)) {
      return refusal('unknown-wrap-up-code', `"${code}" is none of: ${codes.join(', ') || 'no codes are set up'}.`);
    }
    interaction.wrapUpCode = code;
    interaction.notes = notes;
    this.#floor.tell(agent);
    return null;
  }

  /** GW-7: in preview the next record comes by itself, unless `stop`. */
  done(agent: Agent, stop: boolean): Refusal | null {
    const { interaction, presence } = agent;
    if (interaction === null || !('interactionId' in presence)) return refusal('not-in-wrap-up');
    const mandatory = interaction.campaign?.config.wrapUpMandatory ?? false;
    const over = interactionTransition(agent.interactionState, 'done', mandatory && interaction.wrapUpCode === null);
    if (over.ok) {
      if (stop) agent.pulls = null;
      this.#finish(agent);
      return null;
    }
    if (over.refused === 'wrap-up-code-required' || over.refused === 'call-not-over') return refusal(over.refused);
    return refusal('not-in-wrap-up');
  }

  #finish(agent: Agent): void {
    const { interaction, presence } = agent;
    agent.wrapUpTimer?.cancel();
    agent.wrapUpTimer = null;
    if (presence.kind !== 'wrap-up') return;
    const nowMs = this.#clock.nowMs();
    const wrapUpMs = nowMs - presence.sinceMs;
    if (interaction !== null) this.#report(agent, interaction.picture.interactionId, wrapUpMs);
    interaction?.campaign?.observe({ type: 'wrap-up-ended', atMs: nowMs, wrapUpMs, agentId: agent.id });
    this.#floor.step(agent, { type: 'finish' });
  }

  #report(agent: Agent, interactionId: InteractionId, wrapUpMs: number): void {
    const { interaction } = agent;
    if (interaction === null) return;
    const { wrapUpCode: code, notes } = interaction;
    const { attemptId, callId, direction } = interaction.picture;
    if (direction === 'inbound' && callId !== null) {
      this.#sink.fact({ type: 'incoming-wrapped-up', callId, agentId: agent.id, code, notes });
    }
    if (code !== null && interaction.call !== null) learnFromCode(interaction.call, code, this.#clock.nowMs());
    if (attemptId === null) return;
    this.#sink.fact({ type: 'wrapped-up', attemptId, agentId: agent.id, interactionId, code, notes, wrapUpMs });
  }
}
