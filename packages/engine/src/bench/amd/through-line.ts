/** From the far end to us: what is heard behind a voice, and what the line does to both. */
import type { Random } from '@outdial/shared';
import { type Background, background } from './backgrounds.ts';
import { atLevel, inRoom, losePackets, mixIn, noise, telephoneBand, throughCodec, tilted, withEcho } from './line.ts';
import { throughGsm } from './speech.ts';
import type { Sound } from './tones.ts';

/** Level at which voices are put together, dBFS. */
export const VOICE_DBFS = -20;

export const uniform = (random: Random, from: number, to: number): number => from + (to - from) * random.next();
/** Log-normal between two bounds. */
export const skewed = (random: Random, median: number, spread: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, median * Math.exp(spread * random.normal())));

/** A background, and how far below the voice it is. */
export interface Behind {
  readonly kind: Background;
  readonly snrDb: number;
  /** The far end sends nothing in silence, and comfort noise is made here instead. */
  readonly dtx?: boolean;
  /** Where a recording with a background of its own is played, ms; without it the background is everywhere. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Adds a background to speech whose level is {@link VOICE_DBFS}. */
export function addBehind(random: Random, voice: Sound, behind: Behind, others: () => Sound): void {
  if (behind.kind === 'none') return;
  const fromMs = Math.max(0, behind.fromMs ?? 0);
  const toMs = Math.min(behind.toMs ?? Number.POSITIVE_INFINITY, voice.length / 8);
  if (toMs - fromMs < 40) return;
  const sound = atLevel(background(random, behind.kind, toMs - fromMs, others), VOICE_DBFS - behind.snrDb);
  if (behind.dtx === true) {
    const comfort = noise(random, sound.length / 8, Math.max(-70, VOICE_DBFS - behind.snrDb - 8 * random.next()), 0.5);
    let hold = 0;
    for (let i = 0; i < sound.length; i++) {
      hold = Math.abs(voice[i] ?? 0) > 200 ? 1500 : hold - 1;
      if (hold <= 0) sound[i] = comfort[i] ?? 0;
    }
  }
  mixIn(voice, sound, fromMs);
}

/** The line: level, echo, band, with chance `lineNoise` a noise of its own, loss and codec. */
export function throughLine(random: Random, voice: Sound, lineNoise: number): Int16Array {
  const gain = 10 ** ((uniform(random, -30, -12) - VOICE_DBFS) / 20);
  let call: Sound = voice.map((x) => x * gain);
  if (random.chance(0.15)) call = inRoom(random, call, uniform(random, 150, 600), uniform(random, 6, 20));
  if (random.chance(0.4)) call = tilted(call, uniform(random, -0.6, 0.6));
  if (random.chance(0.18)) call = withEcho(call, 12 + random.below(48), uniform(random, 12, 30));
  call = telephoneBand(call, uniform(random, 150, 320), uniform(random, 3000, 3600));
  if (random.chance(lineNoise))
    mixIn(call, noise(random, call.length / 8, Math.min(-40, -65 + 8 * random.normal()), 0.7 * random.next()));
  if (random.chance(0.07)) call = throughGsm(call);
  if (random.chance(0.4))
    call = losePackets(random, call, skewed(random, 0.01, 0.8, 0.001, 0.06), random.chance(0.6) ? 0 : 0.6);
  return throughCodec(call, random.chance(0.5) ? 'mu-law' : 'a-law');
}
