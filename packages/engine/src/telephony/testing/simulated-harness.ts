/** The contract suite's harness for the simulated carrier: virtual time, and ears that read the carrier's own rules. */
import { type E164, seededRandom, VirtualClock } from '@outdial/shared';
import type { Clip } from '../../amd/clips.ts';
import { SimulatedCarrier } from '../simulated/carrier.ts';
import type { TelephonyHarness } from './harness.ts';

const MESSAGE = { messageId: 'greeting', lengthMs: 1_000 };
const FIRST_NUMBER = 33_199_000_100;

/** Every kind as a tone of a second: enough for ears that only tell sound from silence. */
const TONE_CLIPS: readonly Clip[] = (['human', 'machine', 'fax', 'modem', 'sit', 'busy', 'ringback'] as const).map(
  (kind, index) => ({
    name: kind,
    kind,
    samples: Int16Array.from({ length: 8_000 }, (_, i) => Math.round(8_000 * Math.sin(((index + 3) * i) / 10))),
    beepMs: null,
  }),
);

export function simulatedHarness(): TelephonyHarness {
  const clock = new VirtualClock();
  const recordings = new Map<string, Uint8Array>();
  const telephony = new SimulatedCarrier({
    clock,
    random: seededRandom(1),
    clips: TONE_CLIPS,
    messages: { [MESSAGE.messageId]: MESSAGE.lengthMs },
    keepRecording: (name, wav, done) => {
      recordings.set(name, wav);
      done(`${name}.wav`);
    },
  });
  let numbers = 0;
  return {
    telephony,
    toleranceMs: 20,
    message: MESSAGE,
    settle: async (ms) => clock.advance(ms),
    newNumber: () => `+${FIRST_NUMBER + numbers++}` as E164,
    carrierPlays: (number, farEnd) => telephony.plays(number, farEnd),
    phoneBehaves: (address, behaviour) => telephony.phoneBehaves(address, behaviour),
    dropPhone: (agentId) => telephony.dropPhone(agentId),
    hears: async (side, callId) => telephony.picture(callId)?.hears(side) ?? new Set(),
    agentIs: () => undefined,
    comesIn: async (from, to, givesUpAfterMs) => {
      telephony.comesIn({ from, to, ...(givesUpAfterMs === undefined ? {} : { givesUpAfterMs }) });
    },
    recordingOf: (callId) => recordings.get(callId) ?? null,
    hangUpSupervisor: (address) => telephony.hangUpSupervisor(address),
    digitsReceived: async (callId) => telephony.picture(callId)?.digits ?? '',
    close: async () => telephony.close(),
  };
}
