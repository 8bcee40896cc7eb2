/** An everyday list behind the lab's carrier: people, machines, fax, busy lines and dead numbers, drawn by the number. */
import { type Random, seededRandom } from '@outdial/shared';
import { type Clip, type ClipKind, loadClips } from '../../amd/clips.ts';
import { answers, type Plan, refuses } from './plan.ts';
import { SILENCE, type Sound, soundOf } from './sounds.ts';

/** Shares of the calls; what is left rings in vain. */
export interface EverydayShares {
  readonly human: number;
  readonly machine: number;
  readonly fax: number;
  readonly busy: number;
  readonly invalid: number;
  /** Announced by SIT in early media. */
  readonly announced: number;
  readonly rejected: number;
}

export const EVERYDAY_SHARES: EverydayShares = {
  ...{ human: 0.35, machine: 0.15, fax: 0.03, busy: 0.1, invalid: 0.05, announced: 0.03, rejected: 0.04 },
};

export type Fate = keyof EverydayShares | 'no-answer';

/** The announcements that speak of the number, and not of the network. */
const DEAD_NUMBER = /^sit-(?:vacant-code|intercept|itu)/;

/** A machine records for 15 s. */
const RECORDS_SAMPLES = 15 * 8_000;

const FATES = Object.keys(EVERYDAY_SHARES) as (keyof EverydayShares)[];

export interface EverydayCarrier {
  /** What a number's calls come to: the same each time. */
  fateOf(number: string): Fate;
  plan(number: string): Plan;
  /** When a machine beeps, since its answer; null: it does not, or is none. */
  beepMs(number: string): number | null;
}

export function everydayCarrier(seed = 1, shares: EverydayShares = EVERYDAY_SHARES): EverydayCarrier {
  const clips = loadClips();
  const random = seededRandom(seed);
  const fateOf = (number: string): Fate => {
    let draw = random.stream(`fate ${number}`).next();
    for (const fate of FATES) {
      draw -= shares[fate];
      if (draw < 0) return fate;
    }
    return 'no-answer';
  };
  return {
    fateOf,
    plan: (number) => planFor(fateOf(number), random.stream(`plan ${number}`), clips),
    beepMs(number) {
      const chance = random.stream(`plan ${number}`);
      ringsMs(chance);
      return fateOf(number) === 'machine' ? clip(clips, 'machine', chance).beepMs : null;
    },
  };
}

const ringsMs = (chance: Random): number => 500 + chance.below(4_000);

function planFor(fate: Fate, chance: Random, clips: readonly Clip[]): Plan {
  const afterMs = ringsMs(chance);
  switch (fate) {
    case 'human':
      return staying(answers(talking(clip(clips, 'human', chance)), afterMs), 8_000 + chance.below(30_000));
    case 'machine':
      return staying(answers(recording(clip(clips, 'machine', chance)), afterMs), 40_000);
    case 'fax':
      return staying(answers(soundOf(clip(clips, 'fax', chance).samples), afterMs), 20_000);
    case 'busy':
      return refuses(486, 300);
    case 'invalid':
      return refuses(404, 200);
    case 'announced': {
      const dead = clips.filter(({ name }) => DEAD_NUMBER.test(name));
      const sound = soundOf(clip(dead, 'sit', chance).samples);
      return {
        ringsAfterMs: null,
        early: { afterMs: 300, sound },
        end: { does: 'refuse', afterMs: 6_000, status: 404 },
      };
    }
    case 'rejected':
      return refuses(603, afterMs);
    case 'no-answer':
      return { ringsAfterMs: 200, early: null, end: { does: 'nothing' } };
  }
}

/** Says its greeting, beeps, and then records in silence. */
function recording({ samples }: Clip): Sound {
  const whole = new Int16Array(samples.length + RECORDS_SAMPLES);
  whole.set(samples);
  return soundOf(whole);
}

/** Says its greeting, pauses, and says it again: somebody who talks with an agent. */
function talking({ samples }: Clip): Sound {
  const turn = new Int16Array(samples.length + 16_000);
  turn.set(samples);
  return { bytes: soundOf(turn).bytes, loop: true };
}

function staying(plan: Plan, hangsUpAfterMs: number): Plan {
  return plan.end.does === 'answer' ? { ...plan, end: { ...plan.end, hangsUpAfterMs } } : plan;
}

function clip(clips: readonly Clip[], kind: ClipKind, chance: Random): Clip {
  const fitting = clips.filter((entry) => entry.kind === kind);
  const drawn = fitting[chance.below(fitting.length)];
  if (drawn === undefined) throw new Error(`the engine's clips hold none of the kind ${kind}`);
  return drawn;
}

/** The phone of somebody who talks: picks up at once and says what people say. */
export function talkingPhone(clips: readonly Clip[]): Plan {
  const person = clips.find(({ kind }) => kind === 'human');
  return answers(person === undefined ? SILENCE : talking(person));
}

/** An agent's phone: picks up at once and is quiet. */
export function quietPhone(): Plan {
  return answers(SILENCE);
}
