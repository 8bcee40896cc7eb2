/** Speech for the recipe: voices and texts in folds, spoken once and kept on disk. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '@outdial/shared';
import { PHRASES, type Phrases } from './phrases.ts';
import { readSound, speak, trim, type Voice } from './speech.ts';
import { concat, type Sound, silence } from './tones.ts';
import { PROMPT_SPEAKERS, prompt, prompts, SPEAKERS, type Speaker } from './voices.ts';

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
  readonly #memory = new Map<string, Sound>();
  readonly #prompts = new Map<string, ReturnType<typeof prompts>>();

  /** `cache` is a folder for speech that has been made; it may be deleted at any time. */
  constructor(cache: string) {
    this.#cache = cache;
    mkdirSync(cache, { recursive: true });
  }

  /** A talker of the fold: recorded prompts with chance `recorded`, else an engine's voice. */
  speaker(random: Random, fold: number, recorded: number): Talker {
    const known = PROMPT_SPEAKERS.filter((_, i) => i % FOLDS === fold);
    const name = known[random.below(Math.max(1, known.length))];
    if (name !== undefined && random.chance(recorded)) return this.#recorded(name);
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

  #recorded(name: string): Talker {
    const known = this.#prompts.get(name) ?? prompts(name);
    this.#prompts.set(name, known);
    const draw = (random: Random, paths: readonly string[], leastMs: number, mostMs: number): Sound => {
      for (let attempt = 0; attempt < 60; attempt++) {
        const sound = this.#file(paths[random.below(paths.length)] ?? '');
        if (sound.length >= leastMs * 8 && sound.length <= mostMs * 8) return sound;
      }
      return this.#file(prompt(name, 'vm-goodbye'));
    };
    return {
      recorded: true,
      say: (random, what) => {
        switch (what) {
          case 'short':
            return draw(random, known.words, 180, 1100);
          case 'name':
          case 'shortGreeting':
            return draw(random, known.phrases, 900, 2300);
          case 'business':
            return draw(random, known.phrases, 1700, 4500);
          case 'greeting':
            return draw(random, known.phrases, 2000, 12_000);
          case 'chatty':
            return concat(
              draw(random, known.phrases, 900, 3000),
              silence(100 + random.below(250)),
              draw(random, known.phrases, 1200, 3500),
            );
          case 'carrier': {
            const parts = CARRIER[random.below(CARRIER.length)] ?? CARRIER[0];
            return concat(...parts.flatMap((part) => [this.#file(prompt(name, part)), silence(random.below(160))]));
          }
        }
      },
    };
  }

  #file(path: string): Sound {
    const known = this.#memory.get(path);
    if (known !== undefined) return known;
    const sound = existsSync(path) ? trim(readSound(path)) : silence(300);
    this.#memory.set(path, sound);
    return sound;
  }

  #spoken(voice: Voice, text: string): Sound {
    const key = createHash('sha1')
      .update(JSON.stringify([voice, text]))
      .digest('hex');
    const known = this.#memory.get(key);
    if (known !== undefined) return known;
    const path = join(this.#cache, `${key}.raw`);
    if (!existsSync(path)) writeFileSync(path, new Uint8Array(Int16Array.from(speak(voice, text)).buffer));
    const bytes = readFileSync(path);
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const sound = Float64Array.from(samples);
    this.#memory.set(key, sound);
    return sound;
  }
}
