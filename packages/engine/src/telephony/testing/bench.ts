/** The contract suite's hands: dials, asks and waits on a harness, and keeps all that it hears. */
import type { AgentId, AttemptId, CallId, CampaignId, E164 } from '@outdial/shared';
import { expect } from 'vitest';
import type { FarEnd, Party, Press } from '../far-end.ts';
import type { AgentPhone, CallEvent, Done, PhoneEvent, PortResult } from '../port.ts';
import type { Side, Sound, TelephonyHarness } from './harness.ts';

const CALLER = '+33199000000' as E164;
const CAMPAIGN = 'contract' as CampaignId;
const STEP_MS = 20;
/** For what never comes, not for a slow machine. */
const PATIENCE_MS = 30_000;

export interface Dialed {
  readonly callId: CallId;
  readonly number: E164;
  readonly events: CallEvent[];
}

/** A far end that rings and answers soon. */
export function answering(more: { party?: Party; hangsUpAfterMs?: number; presses?: Press[] } = {}): FarEnd {
  return { ringsAfterMs: 60, end: { does: 'answer', afterMs: 200, ...more } };
}

/** A far end that rings for good. */
export const RINGING: FarEnd = { ringsAfterMs: 60, end: { does: 'nothing' } };

export class Bench {
  readonly harness: TelephonyHarness;
  #count = 0;

  constructor(harness: TelephonyHarness) {
    this.harness = harness;
  }

  /** Dials a new number behind which `farEnd` waits. */
  dial(farEnd: FarEnd, options: { ringTimeoutMs?: number; callId?: CallId; agentId?: AgentId } = {}): Dialed {
    this.#count += 1;
    const number = this.harness.newNumber();
    const callId = options.callId ?? (`call-${this.#count}` as CallId);
    const events: CallEvent[] = [];
    this.harness.carrierPlays(number, farEnd);
    this.harness.telephony.dial(
      {
        callId,
        attemptId: `attempt-${this.#count}` as AttemptId,
        campaignId: CAMPAIGN,
        number,
        callerId: { number: CALLER },
        ringTimeoutMs: options.ringTimeoutMs ?? 20_000,
        ...(options.agentId === undefined ? {} : { agentId: options.agentId }),
      },
      (event) => events.push(event),
    );
    return { callId, number, events };
  }

  async answered(farEnd: FarEnd = answering()): Promise<Dialed> {
    const call = this.dial(farEnd);
    await this.until(() => types(call).includes('answered'), 'the call is answered');
    return call;
  }

  /** Somebody calls in; what is told of it. `told` acts in the very moment in which it is. */
  async comesIn(
    givesUpAfterMs?: number,
    told: (callId: CallId) => void = () => undefined,
  ): Promise<Dialed & { from: E164; to: E164 }> {
    const [from, to] = [this.harness.newNumber(), this.harness.newNumber()];
    const came: (Dialed & { from: E164; to: E164 })[] = [];
    this.harness.telephony.listen((event) => {
      if (event.type !== 'incoming') return;
      const events: CallEvent[] = [];
      came.push({ callId: event.callId, number: event.from ?? from, events, from: event.from ?? from, to: event.to });
      event.follow((heard) => events.push(heard));
      told(event.callId);
    });
    await this.harness.comesIn(from, to, givesUpAfterMs);
    await this.until(() => came.length > 0, 'the call comes in');
    const call = came[0];
    if (call === undefined) throw new Error('no call came in');
    expect([call.from, call.to]).toEqual([from, to]);
    return call;
  }

  async phone(
    mode: AgentPhone['mode'] = 'nailed-up',
  ): Promise<{ agentId: AgentId; address: string; events: PhoneEvent[] }> {
    this.#count += 1;
    const agentId = `agent-${this.#count}` as AgentId;
    const address = `phone-${this.#count}`;
    const events: PhoneEvent[] = [];
    this.harness.telephony.openPhone({ agentId, address, mode }, (event) => events.push(event));
    if (mode === 'nailed-up') await this.until(() => events.length > 0, 'the phone is up');
    return { agentId, address, events };
  }

  async connected(farEnd?: FarEnd): Promise<Dialed & { agentId: AgentId }> {
    const { agentId } = await this.phone();
    const call = await this.answered(farEnd);
    await this.ok((done) => this.harness.telephony.connect(call.callId, agentId, done));
    return { ...call, agentId };
  }

  /** Asks, waits for the answer, and holds that it comes later than the question and only once. */
  async ask(question: (done: Done) => void): Promise<PortResult> {
    const answers: PortResult[] = [];
    question((result) => answers.push(result));
    expect(answers, 'no answer inside the question').toHaveLength(0);
    await this.until(() => answers.length > 0, 'the request is answered');
    await this.harness.settle(5 * STEP_MS);
    expect(answers).toHaveLength(1);
    return answers[0] ?? { ok: false, code: 'closed', message: 'no answer' };
  }

  async ok(question: (done: Done) => void): Promise<void> {
    expect(await this.ask(question)).toEqual({ ok: true });
  }

  async refused(code: string, question: (done: Done) => void, what?: string): Promise<void> {
    const result = await this.ask(question);
    expect(result, what).toMatchObject({ ok: false, code });
    if (!result.ok) expect(result.message.length).toBeGreaterThan(10);
  }

  async ended(call: Dialed): Promise<Extract<CallEvent, { type: 'ended' }>> {
    await this.until(() => call.events.some(isEnded), 'the call ends');
    const end = call.events.find(isEnded);
    if (end === undefined) throw new Error('the call did not end');
    return end;
  }

  async hears(side: Side, call: Dialed): Promise<Sound[]> {
    return [...(await this.harness.hears(side, call.callId))].sort();
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    for (let waited = 0; !condition(); waited += STEP_MS) {
      if (waited > PATIENCE_MS) throw new Error(`waited ${PATIENCE_MS} ms in vain: ${what}`);
      await this.harness.settle(STEP_MS);
    }
  }
}

export function types(call: Dialed): CallEvent['type'][] {
  return call.events.map((event) => event.type);
}

function isEnded(event: CallEvent): event is Extract<CallEvent, { type: 'ended' }> {
  return event.type === 'ended';
}
