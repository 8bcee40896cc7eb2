/** What is heard behind a call: rooms, streets, other people, television, music; all generated. */
import type { Random } from '@outdial/shared';
import { atLevel, biquad, mixIn, noise } from './line.ts';
import { concat, RATE_HZ, type Sound, samplesOf, silence, sweep } from './tones.ts';

export type Background = 'none' | 'room-quiet' | 'room' | 'street' | 'white' | 'babble' | 'tv' | 'music';

/** A melody with chords and, mostly, a beat: harmonics with falling strength, plucked or held. */
export function music(random: Random, ms: number): Sound {
  const out = silence(ms);
  const beatMs = 180 + random.below(400);
  const root = 110 * 2 ** (random.below(12) / 12);
  const scale = random.chance(0.5) ? [0, 2, 4, 5, 7, 9, 11] : [0, 2, 3, 5, 7, 8, 10];
  const held = random.chance(0.4);
  const harmonics = 2 + random.below(8);
  const note = (semitones: number, lengthMs: number, gain: number, atMs: number): void => {
    const hz = root * 2 ** (semitones / 12);
    const part = silence(lengthMs);
    for (let h = 1; h <= harmonics && h * hz < 3600; h++) {
      const phase = random.next() * 6.28;
      const weight = (gain / h) * (0.5 + random.next());
      for (let i = 0; i < part.length; i++) {
        const envelope = held ? Math.min(1, i / 300, (part.length - i) / 300) : Math.exp(-i / (part.length * 0.35));
        part[i] = (part[i] ?? 0) + weight * envelope * Math.sin((2 * Math.PI * hz * h * i) / RATE_HZ + phase);
      }
    }
    mixIn(out, part, atMs);
  };
  const pitch = (step: number): number => (scale[((step % 7) + 7) % 7] ?? 0) + 12 * Math.floor(step / 7);
  const drums = random.chance(0.6);
  let step = 7;
  for (let at = 0, beat = 0; at < ms; at += beatMs, beat++) {
    if (beat % 4 === 0) for (const third of [0, 2, 4]) note(pitch(third + random.below(5)), beatMs * 4, 0.5, at);
    step = Math.max(3, Math.min(17, step + random.below(5) - 2));
    if (random.chance(0.8)) note(pitch(step) + 12, beatMs * (1 + random.below(2)), 1, at);
    if (drums)
      mixIn(
        out,
        noise(random, 30 + random.below(60), -22, beat % 2 === 0 ? 0.9 : 0.2).map(
          (x, i) => (x / 3000) * Math.exp(-i / 200),
        ),
        at,
      );
  }
  return out;
}

/** Traffic: dull noise whose level swells, and now and then a horn. */
function street(random: Random, ms: number): Sound {
  const out = noise(random, ms, -30, 0.9 + 0.07 * random.next());
  const swellMs = 1500 + random.below(4000);
  const depth = 0.3 + 0.6 * random.next();
  const phase = 6.28 * random.next();
  for (let i = 0; i < out.length; i++)
    out[i] = (out[i] ?? 0) * (1 + depth * Math.sin((2 * Math.PI * i) / samplesOf(swellMs) + phase));
  if (random.chance(0.2)) mixIn(out, sweep(200 + random.below(500), 380, 400, -24), random.below(ms));
  return out;
}

/** Repeats or cuts speech to a length, starting anywhere. */
function looped(random: Random, parts: readonly Sound[], ms: number): Sound {
  const pieces: Sound[] = [];
  let length = 0;
  while (length < samplesOf(ms) * 2) {
    const part = parts[random.below(parts.length)] ?? silence(100);
    pieces.push(part, silence(80 + random.below(700)));
    length += part.length + 2400;
  }
  const all = concat(...pieces);
  const from = random.below(all.length - samplesOf(ms));
  return all.slice(from, from + samplesOf(ms));
}

/** A background of a kind, at no level in particular; `speech` gives other people's voices. */
export function background(random: Random, kind: Background, ms: number, speech: () => Sound): Sound {
  switch (kind) {
    case 'none':
      return silence(ms);
    case 'white':
      return noise(random, ms, -30, 0.3 * random.next());
    case 'room-quiet':
    case 'room': {
      const out = noise(random, ms, -30, 0.5 + 0.45 * random.next());
      if (random.chance(0.4)) mixIn(out, biquad(noise(random, ms, -28, 0), 'low', 150 + random.below(250), 4));
      return out;
    }
    case 'street':
      return street(random, ms);
    case 'music':
      return music(random, ms);
    case 'tv': {
      const out = looped(random, [speech(), speech()], ms);
      if (random.chance(0.5)) mixIn(out, atLevel(music(random, ms), -30 + 8 * random.next()));
      return out;
    }
    case 'babble': {
      const out = silence(ms);
      for (let voice = 0; voice < 4 + random.below(4); voice++)
        mixIn(out, atLevel(looped(random, [speech(), speech()], ms), -30 - 6 * random.next()));
      return out;
    }
  }
}
