/** The recipe of the training calls: who answers, what is said and when, on what line, from a seeded stream of chance. */
import type { Random } from '@outdial/shared';
import type { ClipKind } from '../../amd/clips.ts';
import { type Background, background, music } from './backgrounds.ts';
import { atLevel, losePackets, mixIn, noise, telephoneBand, throughCodec, withEcho } from './line.ts';
import type { Material } from './material.ts';
import { cadence, concat, RINGBACK_TONES, type Sound, samplesOf, silence, sweep, tone } from './tones.ts';

/** A generated call; times in milliseconds. */
export interface RecipeCall {
  readonly kind: ClipKind;
  readonly style: string;
  readonly fold: number;
  readonly samples: Int16Array;
  readonly onsetMs: number;
  readonly greetingEndMs: number;
  readonly beepMs: number | null;
}

function pick<T>(random: Random, weighted: readonly (readonly [number, T])[]): T {
  let left = random.next() * weighted.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of weighted) {
    left -= weight;
    if (left < 0) return value;
  }
  throw new RangeError('a choice needs weights');
}
const uniform = (random: Random, from: number, to: number): number => from + (to - from) * random.next();
/** Log-normal between two bounds. */
const skewed = (random: Random, median: number, spread: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, median * Math.exp(spread * random.normal())));

/** The way from the far end to us: background, level, echo, band, loss and codec. */
function throughLine(
  random: Random,
  voice: Sound,
  kind: Background,
  snrDb: number,
  dtx: boolean,
  others: () => Sound,
): Int16Array {
  const levelDbfs = uniform(random, -30, -12);
  const peakDbfs = levelDbfs;
  let call: Sound = voice.map((x) => x * 10 ** ((levelDbfs + 20) / 20));
  if (kind !== 'none') {
    const behind = atLevel(background(random, kind, call.length / 8, others), peakDbfs - snrDb);
    if (dtx) {
      // The far end stops sending in silence, and comfort noise is made here instead.
      const comfort = noise(random, call.length / 8, Math.max(-66, peakDbfs - snrDb - 6 * random.next()), 0.5);
      let hold = 0;
      for (let i = 0; i < call.length; i++) {
        hold = Math.abs(call[i] ?? 0) > 200 ? 1200 : hold - 1;
        if (hold <= 0) behind[i] = comfort[i] ?? 0;
      }
    }
    mixIn(call, behind);
  }
  if (random.chance(0.18)) call = withEcho(call, 12 + random.below(48), uniform(random, 12, 30));
  call = telephoneBand(call, uniform(random, 150, 320), uniform(random, 3000, 3600));
  if (random.chance(0.6)) mixIn(call, noise(random, call.length / 8, uniform(random, -78, -58), 0.2));
  if (random.chance(0.4)) call = losePackets(random, call, skewed(random, 0.01, 0.8, 0.001, 0.06));
  return throughCodec(call, random.chance(0.5) ? 'mu-law' : 'a-law');
}

/** A click, a breath or a cough: 20 to 300 ms of shaped noise. */
function bump(random: Random): Sound {
  const ms = skewed(random, 70, 0.8, 15, 350);
  const out = noise(random, ms, uniform(random, -38, -18), 0.9 * random.next());
  return out.map((x, i) => x * Math.sin((Math.PI * i) / out.length));
}

function beepSound(random: Random): Sound {
  const dbfs = uniform(random, -17, -4);
  const hz = pick(random, [
    [1, 1000],
    [1, 1400],
    [1, 440],
    [5, uniform(random, 390, 1950)],
  ]);
  const ms = uniform(random, 120, 700);
  switch (
    pick(random, [
      [6, 'single'],
      [1.5, 'double'],
      [1.4, 'sweep'],
      [1, 'dual'],
    ] as const)
  ) {
    case 'single':
      return tone(ms, [hz], dbfs);
    case 'double': {
      const one = tone(uniform(random, 150, 320), [hz], dbfs);
      return concat(one, silence(uniform(random, 80, 160)), one);
    }
    case 'sweep':
      return sweep(ms, hz, Math.min(1990, hz * uniform(random, 0.85, 1.25)), dbfs);
    case 'dual':
      return tone(ms, [hz, Math.min(2100, hz * uniform(random, 1.2, 1.6))], dbfs);
  }
}

const HUMAN_BACKGROUNDS = [
  [2.6, 'room-quiet'],
  [1.7, 'room-quiet-dtx'],
  [1.5, 'none'],
  [0.9, 'babble'],
  [0.8, 'tv'],
  [0.8, 'room'],
  [0.7, 'street'],
  [0.7, 'music'],
  [0.6, 'white'],
] as const;
const MACHINE_BACKGROUNDS = [
  [5.3, 'none'],
  [1, 'white'],
  [1, 'street'],
  [1, 'room'],
  [0.8, 'music'],
  [0.7, 'tv'],
] as const;

/** A person: [silence, perhaps the end of our ringing or a noise] utterance, silence, and often the same or another once more. */
function human(random: Random, material: Material, fold: number): RecipeCall {
  const style = pick(random, [
    [6.2, 'short'],
    [0.9, 'double'],
    [0.9, 'late'],
    [2, 'name'],
    [2, 'business'],
    [0.4, 'chatty'],
    [0.7, 'noise first'],
  ] as const);
  const says = style === 'name' || style === 'business' || style === 'chatty' ? style : 'short';
  const who = material.speaker(random, fold, says === 'short' ? 0.45 : says === 'chatty' ? 0.3 : 0.4);
  const utterance = atLevel(who.say(random, says), -20);
  const onsetMs = style === 'late' ? uniform(random, 1000, 3100) : skewed(random, 450, 0.55, 140, 1150);
  const parts: Sound[] = [silence(onsetMs), utterance];
  let lengthMs = onsetMs + utterance.length / 8;
  const greetingEndMs = lengthMs;
  if (style === 'double' || (style !== 'chatty' && random.chance(0.25))) {
    const pauseMs = style === 'double' ? uniform(random, 250, 1300) : uniform(random, 900, 2400);
    const again = random.chance(0.5) ? utterance : atLevel(who.say(random, 'short'), -20);
    parts.push(silence(pauseMs), again);
    lengthMs += pauseMs + again.length / 8;
  }
  parts.push(silence(Math.max(1200, 5500 - lengthMs)));
  const voice = concat(...parts);
  if (style === 'noise first' && random.chance(0.5)) {
    const keys = [697, 770, 852, 941];
    mixIn(
      voice,
      tone(80 + random.below(120), [keys[random.below(4)] ?? 697, 1209 + 127 * random.below(3)], -18),
      random.below(Math.max(1, onsetMs - 200)),
    );
  } else if (style === 'noise first')
    for (let i = 0; i < 2; i++) mixIn(voice, bump(random), random.below(Math.max(1, onsetMs - 100)));
  else if (random.chance(0.3)) mixIn(voice, bump(random), random.below(Math.round(greetingEndMs + 1500)));
  if (random.chance(0.06)) {
    const names = Object.values(RINGBACK_TONES);
    const ring = names[random.below(names.length)];
    if (ring !== undefined) mixIn(voice, cadence(ring, Math.min(onsetMs - 60, uniform(random, 200, 780)), -18), 0);
  }
  const behind = pick(random, HUMAN_BACKGROUNDS);
  const quiet = behind === 'room-quiet' || behind === 'room-quiet-dtx';
  const samples = throughLine(
    random,
    voice,
    behind === 'room-quiet-dtx' ? 'room-quiet' : behind,
    quiet ? uniform(random, 28, 46) : uniform(random, 5, 25),
    behind === 'room-quiet-dtx',
    () => material.chatter(random, fold),
  );
  return { kind: 'human', style, fold, samples, onsetMs, greetingEndMs, beepMs: null };
}

/** A machine: silence, greeting (perhaps after music), pause, mostly a beep, and then it listens. */
function machine(random: Random, material: Material, fold: number): RecipeCall {
  const style = pick(random, [
    [4, 'personal'],
    [2.3, 'carrier'],
    [1.9, 'short'],
    [1.3, 'business'],
    [0.5, 'music first'],
  ] as const);
  const says = style === 'short' ? 'shortGreeting' : 'greeting';
  const who = material.speaker(random, fold, style === 'carrier' ? 0.8 : 0.45);
  const greeting = atLevel(
    style === 'carrier'
      ? who.say(random, 'carrier')
      : who.say(random, style === 'short' && who.recorded ? 'name' : says),
    -20,
  );
  const onsetMs = skewed(random, 600, 0.85, 60, 2800);
  const before =
    style === 'music first'
      ? concat(atLevel(music(random, uniform(random, 1500, 3000)), -24), silence(100 + random.below(400)))
      : silence(0);
  const startMs = onsetMs + before.length / 8;
  const greetingEndMs = startMs + greeting.length / 8;
  const gapMs = skewed(random, 480, 0.6, 100, 2000);
  const beep = random.chance(0.1) ? null : beepSound(random);
  const voice = concat(
    silence(onsetMs),
    before,
    greeting,
    silence(gapMs),
    silence(beep === null ? 0 : beep.length / 8),
    silence(uniform(random, 1700, 2400)),
  );
  const behind = pick(random, MACHINE_BACKGROUNDS);
  if (beep !== null)
    mixIn(
      voice,
      beep.map((x) => x * 0.3),
      greetingEndMs + gapMs,
    );
  const samples = throughLine(
    random,
    voice,
    behind,
    random.chance(0.4) ? uniform(random, 20, 37) : uniform(random, 10, 25),
    false,
    () => material.chatter(random, fold),
  );
  return {
    kind: 'machine',
    style,
    fold,
    samples,
    onsetMs: startMs,
    greetingEndMs,
    beepMs: beep === null ? null : greetingEndMs + gapMs,
  };
}

/** Nobody: a silent pick-up, or a place without a voice that speaks to us. */
function nobody(random: Random, material: Material, fold: number): RecipeCall {
  const ms = 6000;
  const quiet = random.chance(0.5);
  const kind: Background = quiet
    ? pick(random, [
        [1, 'none'],
        [2, 'room-quiet'],
      ] as const)
    : pick(random, [
        [1, 'room'],
        [1, 'street'],
        [1, 'white'],
        [1, 'music'],
        [0.7, 'babble'],
        [0.5, 'tv'],
      ] as const);
  const voice = silence(ms);
  if (random.chance(0.5)) mixIn(voice, bump(random), random.below(ms));
  const samples = throughLine(
    random,
    voice,
    kind,
    quiet ? uniform(random, 30, 46) : uniform(random, 8, 25),
    false,
    () => material.chatter(random, fold),
  );
  return {
    kind: quiet ? 'silence' : 'noise',
    style: kind,
    fold,
    samples,
    onsetMs: ms,
    greetingEndMs: ms,
    beepMs: null,
  };
}

/** One call of the recipe, of a fold whose voices, texts and noises no other fold has. */
export function makeCall(random: Random, material: Material, fold: number): RecipeCall {
  const who = pick(random, [
    [10, human],
    [9, machine],
    [1.6, nobody],
  ] as const);
  const call = who(random, material, fold);
  return { ...call, samples: call.samples.slice(0, samplesOf(16_000)) };
}
