/** Speech for the recipe: voices and texts in folds, spoken once and kept on disk. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '@outdial/shared';
import { PHRASES, type Phrases } from './phrases.ts';
import { readSound, speak, trim, type Voice } from './speech.ts';
import { skewed, uniform } from './through-line.ts';
import { concat, type Sound, silence } from './tones.ts';
import { RECORDED, type Recorded, SPEAKERS, type Speaker } from './voices.ts';

export const FOLDS = 5;
type Saying = keyof Phrases | 'carrier';

/** Somebody who says things of a kind. */
export interface Talker {
  readonly recorded: boolean;
  say(random: Random, what: Saying): Sound;
}

const CARRIER = [
  ['vm-intro'],
  ['vm-theperson', 'digits/4', 'digits/7', 'digits/1', 'vm-isunavail', 'vm-intro'],
  ['vm-nobodyavail', 'vm-intro'],
  ['vm-theperson', 'digits/2', 'digits/9', 'digits/0', 'digits/3', 'vm-isonphone', 'vm-intro'],
  ['vm-theperson', 'vm-isunavail'],
  ['vm-sorry', 'vm-nobodyavail', 'vm-leavemsg'],
] as const;

export class Material {
  readonly #cache: string;

  /** `cache` is a folder for speech that has been made; it may be deleted at any time. */
  constructor(cache: string) {
    this.#cache = cache;
    mkdirSync(cache, { recursive: true });
  }

  /** A talker of the fold: a recorded person with chance `recorded` (one of whom there are phrases, if `atLength`), else an engine's voice. */
  speaker(random: Random, fold: number, recorded: number, atLength = true): Talker {
    const known = RECORDED.filter((voice) => voice.fold === fold && (!atLength || voice.phrases.length > 0));
    // Half of the time one of the few who read prompts for a living, else one of the many who were recorded at home.
    const prompts = random.chance(0.5);
    const alike = known.filter((voice) => (voice.announcement !== null) === prompts);
    const person = alike[random.below(Math.max(1, alike.length))];
    if (person !== undefined && random.chance(recorded)) return this.#recorded(person);
    const engines = ['espeak-ng', 'espeak-ng', 'espeak-ng', 'flite', 'festival'] as const;
    const engine = engines[random.below(engines.length)];
    const inFold = SPEAKERS.filter((_, i) => i % FOLDS === fold);
    const ofEngine = inFold.filter(({ voice }) => voice.engine === engine);
    const list = ofEngine.length > 0 ? ofEngine : inFold;
    const speaker = list[random.below(list.length)];
    if (speaker === undefined) throw new RangeError(`fold ${fold} has no voice`);
    return this.#synthetic(speaker, fold);
  }

  /** Anybody's talk, for backgrounds. */
  chatter(random: Random, fold: number): Sound {
    return this.speaker(random, fold, 0.4).say(random, random.chance(0.5) ? 'chatty' : 'greeting');
  }

  #synthetic({ voice, language }: Speaker, fold: number): Talker {
    // A speaker has a pace and a pitch of its own, by its place in the list.
    const place = SPEAKERS.findIndex((speaker) => speaker.voice === voice);
    const pace = 0.85 + 0.09 * (place % 6);
    const tuned: Voice = voice.engine === 'festival' ? voice : { ...voice, pace, pitch: 25 + ((place * 13) % 50) };
    return {
      recorded: false,
      say: (chance, what) => {
        const texts = PHRASES[language][what === 'carrier' ? 'greeting' : what];
        const own = texts.filter((_, i) => i % FOLDS === fold);
        const list = own.length > 0 ? own : [texts[fold % texts.length] ?? 'Hello.'];
        return this.#spoken(tuned, list[chance.below(list.length)] ?? 'Hello.');
      },
    };
  }

  #recorded({ words, phrases, announcement }: Recorded): Talker {
    const draw = (random: Random, paths: readonly string[], leastMs: number, mostMs: number): Sound => {
      let nearest = silence(300);
      for (let attempt = 0; attempt < 40; attempt++) {
        const sound = this.#file(paths[random.below(paths.length)] ?? '');
        if (sound.length >= leastMs * 8 && sound.length <= mostMs * 8) return sound;
        if (sound.length < mostMs * 8) nearest = sound;
      }
      return nearest;
    };
    /** Phrases in a row until they last as long, with the pauses of somebody who reads them out. */
    const atLength = (random: Random, leastMs: number, pauseMs: number): Sound => {
      const parts: Sound[] = [draw(random, phrases, 500, 6000)];
      const lengthMs = (): number => parts.reduce((sum, part) => sum + part.length / 8, 0);
      while (lengthMs() < leastMs && parts.length < 24)
        parts.push(silence(skewed(random, pauseMs, 0.6, 60, 900)), draw(random, phrases, 500, 6000));
      return concat(...parts);
    };
    return {
      recorded: true,
      say: (random, what) => {
        switch (what) {
          case 'short':
            return draw(random, words, 180, 1300);
          case 'name':
          case 'shortGreeting':
            return draw(random, phrases, 900, 2300);
          case 'business':
            return random.chance(0.5)
              ? draw(random, phrases, 1700, 4500)
              : atLength(random, uniform(random, 1300, 3200), 130);
          case 'greeting':
            return random.chance(0.35)
              ? draw(random, phrases, 2000, 12_000)
              : atLength(random, uniform(random, 2500, 9000), uniform(random, 120, 420));
          case 'chatty':
            return atLength(random, uniform(random, 2500, 4500), 180);
          case 'carrier': {
            if (announcement === null) return atLength(random, uniform(random, 3000, 8000), 200);
            const parts = CARRIER[random.below(CARRIER.length)] ?? CARRIER[0];
            return concat(...parts.flatMap((part) => [this.#part(announcement(part)), silence(random.below(160))]));
          }
        }
      },
    };
  }

  #part(path: string): Sound {
    return this.#file(['.wav', '.gsm'].map((ending) => path + ending).find(existsSync) ?? '');
  }

  #file(path: string): Sound {
    return existsSync(path) ? this.#kept(path, () => trim(readSound(path))) : silence(300);
  }

  #spoken(voice: Voice, text: string): Sound {
    return this.#kept(JSON.stringify([voice, text]), () => speak(voice, text));
  }

  /** Makes a sound once: the next time it comes from disk (not from memory: a big process is slow to start the engines from). */
  #kept(key: string, make: () => Sound): Sound {
    const path = join(this.#cache, `${createHash('sha1').update(key).digest('hex')}.raw`);
    if (!existsSync(path)) writeFileSync(path, new Uint8Array(Int16Array.from(make()).buffer));
    const bytes = readFileSync(path);
    return Float64Array.from(new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
  }
}
