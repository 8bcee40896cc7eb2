/** The recipe of the training calls: who answers, what is said and when, on what line, from a seeded stream of chance. */
import type { Random } from '@outdial/shared';
import type { ClipKind } from '../../amd/clips.ts';
import { type Background, music } from './backgrounds.ts';
import { atLevel, mixIn, noise } from './line.ts';
import type { Material } from './material.ts';
import { addBehind, skewed, throughLine, uniform, VOICE_DBFS } from './through-line.ts';
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

/** What comes later than this teaches nothing. */
const LONGEST_MS = 9000;

function pick<T>(random: Random, weighted: readonly (readonly [number, T])[]): T {
  let left = random.next() * weighted.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of weighted) {
    left -= weight;
    if (left < 0) return value;
  }
  throw new RangeError('a choice needs weights');
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

const GATED_BACKGROUNDS = [
  [3, 'room'],
  [2, 'white'],
  [1, 'street'],
] as const;
const LINE_BACKGROUNDS = [
  [2, 'street'],
  [1, 'room'],
  [1, 'white'],
] as const;

/** A person: [silence, perhaps the end of our ringing or a noise] utterance, silence, and often the same or another once more. */
function human(random: Random, material: Material, fold: number): RecipeCall {
  const style = pick(random, [
    [6.2, 'short'],
    [0.9, 'double'],
    [0.9, 'late'],
    [2, 'name'],
    [2, 'business'],
    [0.27, 'chatty'],
    [0.7, 'noise first'],
  ] as const);
  const says = style === 'name' || style === 'business' || style === 'chatty' ? style : 'short';
  const who = material.speaker(random, fold, 0.5, says !== 'short');
  const utterance = atLevel(who.say(random, says), VOICE_DBFS);
  const onsetMs = style === 'late' ? uniform(random, 1000, 3100) : skewed(random, 450, 0.55, 140, 1150);
  const parts: Sound[] = [silence(onsetMs), utterance];
  let lengthMs = onsetMs + utterance.length / 8;
  const greetingEndMs = lengthMs;
  if (style === 'double' || (style !== 'chatty' && random.chance(0.25))) {
    const pauseMs = style === 'double' ? uniform(random, 300, 1200) : uniform(random, 1200, 3000);
    const again = random.chance(0.5) ? utterance : atLevel(who.say(random, 'short'), VOICE_DBFS);
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
  // A room that comes with the voice: a far end that sends only while somebody speaks, or a noise gate.
  if (random.chance(0.4)) {
    const gate = { fromMs: onsetMs - uniform(random, 20, 450), toMs: greetingEndMs + uniform(random, 20, 450) };
    const gated = { kind: pick(random, GATED_BACKGROUNDS), snrDb: uniform(random, 14, 44), ...gate };
    addBehind(random, voice, gated, () => material.chatter(random, fold));
  }
  const behind = pick(random, HUMAN_BACKGROUNDS);
  const dtx = behind === 'room-quiet-dtx';
  const kind = dtx ? 'room-quiet' : behind;
  const snrDb = kind === 'room-quiet' ? uniform(random, 28, 46) : uniform(random, 5, 25);
  addBehind(random, voice, { kind, snrDb, dtx }, () => material.chatter(random, fold));
  const samples = throughLine(random, voice, 0.3);
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
  const who = material.speaker(random, fold, style === 'carrier' ? 0.75 : 0.45);
  const greeting = atLevel(
    style === 'carrier'
      ? who.say(random, 'carrier')
      : who.say(random, style === 'short' && who.recorded ? 'name' : says),
    VOICE_DBFS,
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
  const beepMs = greetingEndMs + gapMs;
  const whole = concat(silence(onsetMs), before, greeting, silence(gapMs + 2600));
  const voice = whole.slice(0, samplesOf(LONGEST_MS));
  // The background is in the recording: it begins a little before the voice, in a line that was still.
  const own = {
    kind: pick(random, MACHINE_BACKGROUNDS),
    snrDb: random.chance(0.4) ? uniform(random, 20, 37) : uniform(random, 10, 25),
    fromMs: startMs - uniform(random, 60, 450),
    toMs: greetingEndMs + Math.min(gapMs, uniform(random, 60, 450)),
  };
  addBehind(random, voice, own, () => material.chatter(random, fold));
  if (random.chance(0.22)) {
    const line = { kind: pick(random, LINE_BACKGROUNDS), snrDb: uniform(random, 15, 48) };
    addBehind(random, voice, line, () => material.chatter(random, fold));
  }
  if (beep !== null) mixIn(voice, beep, beepMs);
  const heard = beep !== null && beepMs + beep.length / 8 < LONGEST_MS;
  const samples = throughLine(random, voice, 0.3);
  return { kind: 'machine', style, fold, samples, onsetMs: startMs, greetingEndMs, beepMs: heard ? beepMs : null };
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
  const snrDb = quiet ? uniform(random, 30, 46) : uniform(random, 8, 25);
  addBehind(random, voice, { kind, snrDb }, () => material.chatter(random, fold));
  const samples = throughLine(random, voice, 0.3);
  const nowhere = { onsetMs: ms, greetingEndMs: ms, beepMs: null };
  return { kind: quiet ? 'silence' : 'noise', style: kind, fold, samples, ...nowhere };
}

/** One call of the recipe, of a fold whose voices, texts and noises no other fold has. */
export function makeCall(random: Random, material: Material, fold: number): RecipeCall {
  const who = pick(random, [
    [10, human],
    [9, machine],
    [1.6, nobody],
  ] as const);
  return who(random, material, fold);
}
