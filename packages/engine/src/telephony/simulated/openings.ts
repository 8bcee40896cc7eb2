/** How a call's contact sounds at first, known ahead of the frames: from its fate, or from where it stands. */
import type { SoundBank } from './bank.ts';
import type { SimulatedCall } from './call.ts';
import type { Taker } from './fate.ts';
import { type Opening, openingOf } from './voice.ts';

/** An opening, and when it begins. */
export type KnownOpening = Opening & { readonly beganMs: number };

/** Carriers tell a number that does not exist by special information tones before any answer. */
export const EARLY_PARTY = 'sit';

export function earlyClipDraw({ stream }: SimulatedCall): number {
  return stream.stream('early').next();
}

/** Null where the contact's side carries nothing yet. */
export function openingNow(call: SimulatedCall, bank: SoundBank): KnownOpening | null {
  if (call.phase === 'answered') return takersOpening(call.taker, bank, call.answeredMs);
  return call.earlyMediaMs === null ? null : earlyOpening(call, bank, call.earlyMediaMs);
}

/** What the call's fate will bring; null where nothing will be heard. */
export function expectedOpening(call: SimulatedCall, bank: SoundBank): KnownOpening | null {
  const { earlyMediaAtMs, end } = call.fate;
  if (end.type === 'answer') return takersOpening(end.taker, bank, call.startedMs + end.atMs);
  return earlyMediaAtMs === null ? null : earlyOpening(call, bank, call.startedMs + earlyMediaAtMs);
}

function takersOpening(taker: Taker | null, bank: SoundBank, beganMs: number): KnownOpening {
  const line = bank.line(taker?.lineDraw ?? 0);
  return { ...openingOf(line, taker?.party ?? 'silence', taker?.clipDraw ?? 0), beganMs };
}

function earlyOpening(call: SimulatedCall, bank: SoundBank, beganMs: number): KnownOpening {
  return { ...openingOf(bank.line(call.taker?.lineDraw ?? 0), EARLY_PARTY, earlyClipDraw(call)), beganMs };
}
