/** Hands and ears for tests that work on a lab: they dial, open phones, join, wait, and listen. */
import { type AgentId, type CallId, type CampaignId, type E164, realClock } from '@outdial/shared';
import type { Lab } from '../../lab/lab.ts';
import { answers, type Plan } from '../../lab/plan.ts';
import { LAB_TONES_HZ, toneSound } from '../../lab/sounds.ts';
import type { CallEvent, DialRequest, PhoneEvent, PortResult, Telephony } from '../../port.ts';

const LISTEN_MS = 300;
/** Who is not heard at all has a share of 0; on a machine that is too busy to mix in time, sound has holes. */
export const HEARD_SHARE = 0.3;
/** For what is not bounded by the product itself, on any machine. */
const PATIENCE_MS = 15_000;

export interface Dialed {
  readonly callId: CallId;
  readonly number: E164;
  readonly events: CallEvent[];
}

export const talking = toneSound(LAB_TONES_HZ.contact);
export const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How long it took. */
export async function until(condition: () => boolean, what: string, withinMs = PATIENCE_MS): Promise<number> {
  const startMs = realClock.nowMs();
  while (!condition()) {
    if (realClock.nowMs() - startMs > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await settle(10);
  }
  return realClock.nowMs() - startMs;
}

export const last = ({ events }: Dialed): string | undefined => events.at(-1)?.type;

/** The plan of every number dialed; a lab's carrier is opened with `carrier`. */
export class Plans {
  readonly #plans = new Map<string, Plan>();
  readonly carrier = (number: string): Plan => this.#plans.get(number) ?? answers(talking, 200);

  set(number: string, plan: Plan): void {
    this.#plans.set(number, plan);
  }
}

export class LabBench {
  readonly #lab: Lab;
  readonly #plans: Plans;
  #count = 0;

  constructor(lab: Lab, plans: Plans) {
    this.#lab = lab;
    this.#plans = plans;
  }

  request(callId: CallId, number: E164): DialRequest {
    return {
      ...{ callId, attemptId: callId as never, campaignId: 'lab' as CampaignId, number },
      ...{ callerId: { number: '+33199000000' as E164 }, ringTimeoutMs: 20_000 },
    };
  }

  dial(telephony: Telephony, plan: Plan = answers(talking, 200), agentId?: string): Dialed {
    this.#count += 1;
    const number = `+${33_199_200_000 + this.#count}` as E164;
    this.#plans.set(number, plan);
    const callId = `bench-${this.#count}` as CallId;
    const events: CallEvent[] = [];
    const listens = agentId === undefined ? {} : { agentId: agentId as AgentId };
    telephony.dial({ ...this.request(callId, number), ...listens }, (event) => events.push(event));
    return { callId, number, events };
  }

  /** Somebody calls in and rings; `sipPort` is the node's, the first one's unless told. */
  async comesIn(telephony: Telephony, sipPort = this.#lab.asterisk.settings.sipPort): Promise<Dialed> {
    this.#count += 1;
    const number = `+${33_199_300_000 + this.#count}` as E164;
    const came = Promise.withResolvers<Dialed>();
    telephony.listen((event) => {
      if (event.type !== 'incoming' || event.from !== number) return;
      const events: CallEvent[] = [];
      event.follow((told) => events.push(told));
      came.resolve({ callId: event.callId, number, events });
    });
    const to = '+33199000000';
    this.#lab.carrier.call({ from: number, to, sound: talking, givesUpAfterMs: null, remotePort: sipPort });
    return came.promise;
  }

  /** Puts a caller who rings through to the agent. */
  async answer(telephony: Telephony, call: Dialed, agentId: string): Promise<PortResult> {
    const answered = await new Promise<PortResult>((resolve) => telephony.answer(call.callId, resolve));
    return answered.ok ? this.connect(telephony, call, agentId) : answered;
  }

  async answered(telephony: Telephony): Promise<Dialed> {
    const call = this.dial(telephony);
    await until(() => last(call) === 'answered', 'answered');
    return call;
  }

  /** Calls the agent's phone, and waits until it is up. */
  async phone(telephony: Telephony, agentId: string, address = agentId): Promise<PhoneEvent[]> {
    const events: PhoneEvent[] = [];
    const seat = { agentId: agentId as AgentId, address, mode: 'nailed-up' } as const;
    telephony.openPhone(seat, (event) => events.push(event));
    await until(() => events.length > 0, `${agentId} is up`);
    if (events[0]?.type !== 'up') throw new Error(`the phone of ${agentId}: ${JSON.stringify(events[0])}`);
    return events;
  }

  connect(telephony: Telephony, call: Dialed, agentId: string): Promise<PortResult> {
    return new Promise((resolve) => telephony.connect(call.callId, agentId as AgentId, resolve));
  }

  /** Of the next that a phone or a far end hears, the share in which a tone sounds: to be polled, as sound is under way for a moment. */
  async shareHeard(user: string, hertz: number): Promise<number> {
    const fromMs = realClock.nowMs();
    const { carrier, phones } = this.#lab;
    const call = phones.callTo(user) ?? carrier.callTo(user) ?? carrier.callFrom(user);
    if (call === null) return 0;
    await until(() => call.ear.receivedMs(fromMs) >= LISTEN_MS, `${user} hears anything at all`);
    return call.ear.shares([hertz], fromMs)[0] ?? 0;
  }

  /** Whether both hear each other: to be polled. */
  async talk(agentId: string, { number }: Dialed): Promise<boolean> {
    const [heard, spoken] = await Promise.all([
      this.shareHeard(agentId, LAB_TONES_HZ.contact),
      this.shareHeard(number, LAB_TONES_HZ.agent),
    ]);
    return heard > HEARD_SHARE && spoken > HEARD_SHARE;
  }
}
