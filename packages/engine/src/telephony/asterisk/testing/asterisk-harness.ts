/** The contract suite's harness for Asterisk: real SIP and RTP in the lab, and ears that measure tones at each phone. */
import { type CallId, type E164, realClock } from '@outdial/shared';
import type { FarEnd } from '../../far-end.ts';
import { LAB_MESSAGE, LAB_TONES_HZ, type Lab } from '../../lab/lab.ts';
import { answers, type Plan, planOf, refuses } from '../../lab/plan.ts';
import type { SipCall } from '../../lab/sip-call.ts';
import { toneSound } from '../../lab/sounds.ts';
import type { AgentPhone, Done, PhoneEvent, TransferTarget } from '../../port.ts';
import type { Side, Sound, TelephonyHarness } from '../../testing/harness.ts';
import { type Asterisk, openAsterisk } from '../fleet/open.ts';
import type { AsteriskNode } from '../options.ts';
import { sendInboundTo } from './inbound.ts';

const EARLY_HZ = 950;
const TONES_HZ: Readonly<Record<Sound, number>> = { ...LAB_TONES_HZ, tone: 1_400, ringing: EARLY_HZ };
const SOUNDS = Object.keys(TONES_HZ) as Sound[];
const LISTEN_MS = 400;
/** A short tone is in few of the blocks, everything else in most. */
const SHARE: Readonly<Partial<Record<Sound, number>>> = { tone: 0.05 };
const USUAL_SHARE = 0.6;
/** Here the order of events and what is heard are held; how soon is measured by the bench (`npm run bench:asterisk`). */
const TOLERANCE_MS = 15_000;
/** Who has heard nothing for so long hears nothing. */
const SILENCE_MS = 1_000;
const LOOK_MS = 20;
/** How far back an ear reaches: the time that a request's answer and a look take, so that one look begins where the last one ended. */
const REACH_BACK_MS = 100;

/** What the lab's far ends and phones do, by number and by address; shared by all harnesses of one lab. */
export class LabScript {
  readonly farEnds = new Map<string, Plan>();
  readonly addresses = new Map<string, Plan>();

  readonly carrier = (number: string): Plan => this.farEnds.get(number) ?? refuses(404);
  readonly phones = (user: string): Plan => {
    const tone = user.startsWith('supervisor') ? LAB_TONES_HZ.supervisor : LAB_TONES_HZ.agent;
    return this.addresses.get(user) ?? answers(toneSound(tone));
  };
}

let harnesses = 0;
let numbers = 0;

/** With `phonesAt` on the lab's two nodes: the phones are at the one, and all calls at the other. */
export async function asteriskHarness(
  lab: Lab,
  script: LabScript,
  phonesAt: 'first' | null = null,
): Promise<TelephonyHarness> {
  harnesses += 1;
  script.addresses.clear();
  const app = `contract-${harnesses}`;
  const recordings = new Map<string, Uint8Array>();
  const change = { app, phoneRingMs: 3_000 };
  const nodes = phonesAt === null ? lab.nodes.slice(0, 1) : apart(lab.nodes, phonesAt);
  const telephony: Asterisk = openAsterisk({
    nodes: nodes.map((node) => ({ ...node, options: { ...node.options, ...change } })),
    clock: realClock,
    keepRecording: (name, wav, done) => {
      recordings.set(name, wav);
      done(`${name}.wav`);
    },
    say: (words) => process.stderr.write(`adapter: ${words}\n`),
  });
  await telephony.ready;
  for (const { options } of nodes) await sendInboundTo(options, app);
  const dialed: string[] = [];
  const contactOf = new Map<string, string>();
  const original = telephony.dial.bind(telephony);
  const consulted: string[] = [];
  telephony.dial = (request, listener) => {
    contactOf.set(request.callId, request.number);
    original(request, listener);
  };
  const addressOf = new Map<string, string>();
  const openPhone = telephony.openPhone.bind(telephony);
  telephony.openPhone = (phone: AgentPhone, listener: (event: PhoneEvent) => void) => {
    addressOf.set(phone.agentId, phone.address);
    openPhone(phone, listener);
  };
  const agentOf = new Map<string, string>();
  const connect = telephony.connect.bind(telephony);
  telephony.connect = (callId, agentId, done) => {
    connect(callId, agentId, (result) => {
      if (result.ok) agentOf.set(callId, agentId);
      done(result);
    });
  };
  const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const contactEnd = (number: string) => lab.carrier.callTo(number) ?? lab.carrier.callFrom(number);
  const ends: Readonly<Record<Side, (callId: string) => Pick<SipCall, 'ear'> | null>> = {
    contact: (callId) => contactEnd(contactOf.get(callId) ?? ''),
    agent: (callId) => lab.phones.callTo(addressOf.get(agentOf.get(callId) ?? '') ?? ''),
    supervisor: () => lab.phones.callTo('supervisor-phone'),
    target: () => lab.carrier.callTo(consulted.at(-1) ?? ''),
  };
  const listen = telephony.listen.bind(telephony);
  telephony.listen = (listener) => {
    listen((event) => {
      if (event.type === 'incoming') contactOf.set(event.callId, event.from ?? '');
      listener(event);
    });
  };
  for (const name of ['consult', 'transferBlind'] as const) {
    const transfer = telephony[name].bind(telephony) as (callId: CallId, target: unknown, done: Done) => void;
    telephony[name] = (callId: CallId, target: E164 | TransferTarget, done: Done) => {
      const number = typeof target === 'string' ? target : target.kind === 'number' ? target.number : '';
      consulted.push(number);
      const plan = script.farEnds.get(number);
      if (plan?.end.does === 'answer') {
        script.farEnds.set(number, { ...plan, end: { ...plan.end, sound: toneSound(LAB_TONES_HZ.target) } });
      }
      transfer(callId, target, done);
    };
  }
  return {
    telephony,
    toleranceMs: TOLERANCE_MS,
    message: LAB_MESSAGE,
    settle,
    newNumber() {
      numbers += 1;
      const number = `+${33_199_000_100 + numbers}` as E164;
      dialed.push(number);
      return number;
    },
    carrierPlays: (number: E164, farEnd: FarEnd) => {
      script.farEnds.set(number, planOf(farEnd, toneSound(LAB_TONES_HZ.contact), toneSound(EARLY_HZ)));
    },
    phoneBehaves: (address, behaviour) => {
      if (behaviour === 'unreachable') script.addresses.set(address, refuses(480));
      else script.addresses.delete(address);
    },
    dropPhone: (agentId) => lab.phones.callTo(addressOf.get(agentId) ?? '')?.hangUp(),
    async hears(side, callId) {
      const fromMs = realClock.nowMs() - REACH_BACK_MS;
      let end = ends[side](callId);
      // By what was received, not by the clock: where this process stood still, the sound is still to come.
      for (let waitedMs = 0; waitedMs < SILENCE_MS; waitedMs += LOOK_MS) {
        if (end !== null && end.ear.receivedMs(fromMs) >= LISTEN_MS) break;
        await settle(LOOK_MS);
        end = ends[side](callId);
      }
      if (end === null) return new Set();
      const shares = end.ear.shares(Object.values(TONES_HZ), fromMs);
      return new Set(SOUNDS.filter((sound, i) => (shares[i] ?? 0) >= (SHARE[sound] ?? USUAL_SHARE)));
    },
    agentIs: (agentId, callId) => agentOf.set(callId, agentId),
    async comesIn(from, to, givesUpAfterMs) {
      const sound = toneSound(LAB_TONES_HZ.contact);
      const remotePort = (phonesAt === null ? lab.asterisk : lab.second)?.settings.sipPort ?? 0;
      lab.carrier.call({ from, to, sound, givesUpAfterMs: givesUpAfterMs ?? null, remotePort });
    },
    recordingOf: (callId) => recordings.get(callId) ?? null,
    hangUpSupervisor: (address) => lab.phones.callTo(address)?.hangUp(),
    digitsReceived: async (callId) => lab.carrier.callTo(contactOf.get(callId) ?? '')?.digits ?? '',
    async close() {
      telephony.close();
      await telephony.gone;
    },
  };
}

/** Calls and phones never meet at one node. */
function apart(nodes: readonly AsteriskNode[], phonesAt: string): readonly AsteriskNode[] {
  return nodes.map((node) => {
    const phones = node.name === phonesAt;
    return { ...node, phones, options: { ...node.options, trunks: phones ? [] : node.options.trunks } };
  });
}
