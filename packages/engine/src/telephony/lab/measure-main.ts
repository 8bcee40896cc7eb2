/** Measures the adapter in the lab: how soon an agent hears a person, calls a second, and what tapped calls cost. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type AgentId, type CallId, type CampaignId, type E164, realClock } from '@outdial/shared';
import { AsteriskTelephony } from '../asterisk/asterisk-telephony.ts';
import { AsteriskFleet } from '../asterisk/fleet/asterisk-fleet.ts';
import type { CallEvent, Telephony } from '../port.ts';
import { quietPhone } from './everyday-carrier.ts';
import { LAB_TONES_HZ, type Lab, openLab } from './lab.ts';
import { answers } from './plan.ts';
import { toneSound } from './sounds.ts';

const AGENT = 'measured' as AgentId;
const CAMPAIGN = 'measure' as CampaignId;
const talking = toneSound(LAB_TONES_HZ.contact);
const settle = (ms: number): Promise<void> => new Promise((resolve) => realClock.after(ms, resolve));

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

class Bench {
  readonly #telephony: Telephony;
  readonly #lab: Lab;
  #count = 0;

  constructor(telephony: Telephony, lab: Lab) {
    this.#telephony = telephony;
    this.#lab = lab;
  }

  dial(listener: (event: CallEvent, callId: CallId, number: E164) => void): CallId {
    this.#count += 1;
    const number = `+${33_199_300_000 + this.#count}` as E164;
    const callId = `measure-${this.#count}` as CallId;
    this.#telephony.dial(
      {
        ...{ callId, attemptId: callId as never, campaignId: CAMPAIGN, number, ringTimeoutMs: 20_000 },
        callerId: { number: '+33199000000' as E164 },
      },
      (event) => listener(event, callId, number),
    );
    return callId;
  }

  /** 200 OK at the carrier until the waiting agent's phone hears the person, in milliseconds. */
  async answerToAgent(calls: number): Promise<number[]> {
    const delays: number[] = [];
    await new Promise<void>((resolve) => {
      this.#telephony.openPhone({ agentId: AGENT, address: AGENT, mode: 'nailed-up' }, () => resolve());
    });
    for (let i = 0; i < calls; i++) {
      const ear = this.#lab.phones.callTo(AGENT)?.ear;
      ear?.listenAnew();
      const { promise, resolve } = Promise.withResolvers<void>();
      const callId = this.dial((event, id, number) => {
        if (event.type === 'answered') {
          this.#telephony.connect(id, AGENT, () => {
            realClock.after(200, () => {
              const answeredAtMs = this.#lab.carrier.callTo(number)?.answeredAtMs ?? Number.NaN;
              delays.push((ear?.firstSoundAtMs ?? Number.NaN) - answeredAtMs);
              this.#telephony.hangUp(callId);
            });
          });
        }
        if (event.type === 'ended') resolve();
      });
      await promise;
      await settle(100);
    }
    this.#telephony.closePhone(AGENT);
    return delays;
  }

  /** Originates evenly; every call is hung up `lengthMs` after its answer. */
  async rate(perSecond: number, seconds: number, lengthMs: number): Promise<{ answered: number; failed: number }> {
    let [answered, failed, over] = [0, 0, 0];
    const total = perSecond * seconds;
    const startMs = realClock.nowMs();
    for (let i = 0; i < total; i++) {
      await settle(Math.max(0, startMs + (1_000 * i) / perSecond - realClock.nowMs()));
      this.dial((event, callId) => {
        if (event.type === 'answered') {
          answered += 1;
          realClock.after(lengthMs, () => this.#telephony.hangUp(callId));
        }
        if (event.type !== 'ended') return;
        over += 1;
        if (event.cause !== 'hung-up-by-us') failed += 1;
      });
    }
    while (over < total && realClock.nowMs() - startMs < 1_000 * (seconds + 30)) await settle(100);
    return { answered, failed: failed + total - over };
  }

  /** `calls` at once, all heard: frames that came of those that should, and cores used by this process and by Asterisk. */
  async tapped(calls: number, seconds: number): Promise<object> {
    let [answered, frames] = [0, 0];
    const ids = Array.from({ length: calls }, () =>
      this.dial((event, callId) => {
        if (event.type !== 'answered') return;
        answered += 1;
        this.#telephony.tap(callId, () => {
          frames += 1;
        });
      }),
    );
    while (answered < calls) await settle(50);
    await settle(1_000);
    const before = { frames, own: process.cpuUsage(), asterisk: cpuSeconds(this.#lab.asterisk.pid) };
    await settle(1_000 * seconds);
    const own = process.cpuUsage(before.own);
    const heard = frames - before.frames;
    for (const callId of ids) this.#telephony.hangUp(callId);
    await settle(1_000);
    return {
      calls,
      framesShare: heard / (calls * 50 * seconds),
      coresEngineAndLab: (own.user + own.system) / 1e6 / seconds,
      coresAsterisk: (cpuSeconds(this.#lab.asterisk.pid) - before.asterisk) / seconds,
    };
  }
}

/** Processor time of a process (Linux, 100 ticks a second). */
function cpuSeconds(pid: number | null): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The same with all calls at one node and the agent's phone at another. */
async function acrossNodes(calls: number): Promise<number[]> {
  const lab = await openLab({ carrier: () => answers(talking, 100), phones: quietPhone, twoNodes: true });
  const nodes = lab.nodes.map((node) => {
    const phones = node.name === 'first';
    return { ...node, phones, options: { ...node.options, trunks: phones ? [] : node.options.trunks } };
  });
  const fleet = new AsteriskFleet({ nodes, clock: realClock });
  await fleet.ready;
  const delays = await new Bench(fleet, lab).answerToAgent(calls);
  fleet.close();
  await fleet.gone;
  await lab.close();
  return delays;
}

const told = (delays: readonly number[]): object => ({
  ...{ p50: percentile(delays, 0.5), p95: percentile(delays, 0.95), max: Math.max(...delays) },
  calls: delays.length,
});

const lab = await openLab({ carrier: () => answers(talking, 100), phones: quietPhone });
const telephony = new AsteriskTelephony({ options: lab.telephony, clock: realClock });
await telephony.ready;
const bench = new Bench(telephony, lab);
const delays = await bench.answerToAgent(60);
const rates: object[] = [];
for (const perSecond of [20, 50])
  rates.push({ perSecond, lengthMs: 3_000, ...(await bench.rate(perSecond, 10, 3_000)) });
const tapped: object[] = [];
for (const calls of [50, 100]) tapped.push(await bench.tapped(calls, 10));
telephony.close();
await telephony.gone;
await lab.close();
const answerToAgentMs = told(delays);
const answerToAgentOfAnotherNodeMs = told(await acrossNodes(60));
const cores = availableParallelism();
const figures = { cores, answerToAgentMs, answerToAgentOfAnotherNodeMs, rates, tapped };
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
if (process.stdout.writableLength > 0) await once(process.stdout, 'drain');
