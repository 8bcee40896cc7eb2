/** Makes the shipped clips (`clips/*.wav` in µ-law and `clips/clips.json`) from speech engines, tones and noise; seeded. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { MU_LAW, muLawByte, type Random, seededRandom } from '@outdial/shared';
import type { ClipKind } from '../../amd/clips.ts';
import { atLevel, mixIn, noise, telephoneBand } from './line.ts';
import { speak, type Voice } from './speech.ts';
import {
  ansAm,
  BUSY_TONES,
  type Cadence,
  cadence,
  concat,
  RINGBACK_TONES,
  type Sound,
  silence,
  sit,
  tone,
  v21Flags,
} from './tones.ts';

const FOLDER = new URL('../../../clips/', import.meta.url);
const random = seededRandom(20_260);
const index: { file: string; kind: ClipKind; durationMs: number; beepMs: number | null }[] = [];

/** A WAV file in µ-law, 8 kHz, mono. */
function muLawWav(samples: Sound): Uint8Array {
  const file = Buffer.alloc(58 + samples.length);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(50 + samples.length, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  for (const [at, value] of [
    [16, 18],
    [24, 8000],
    [28, 8000],
  ] as const)
    file.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 7],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    file.writeUInt16LE(value, at);
  file.write('fact', 38, 'latin1');
  file.writeUInt32LE(4, 42);
  file.writeUInt32LE(samples.length, 46);
  file.write('data', 50, 'latin1');
  file.writeUInt32LE(samples.length, 54);
  for (let i = 0; i < samples.length; i++) file[58 + i] = muLawByte(Math.round(samples[i] ?? 0));
  return file;
}

function save(name: string, kind: ClipKind, sound: Sound, beepMs: number | null = null): void {
  writeFileSync(new URL(`${name}.wav`, FOLDER), muLawWav(sound.map((x) => MU_LAW[muLawByte(Math.round(x))] ?? 0)));
  index.push({ file: `${name}.wav`, kind, durationMs: Math.round(sound.length / 8), beepMs });
}

/** Speech on a line with a little noise: silence before it, its level, and what is heard after it. */
function onLine(chance: Random, speech: Sound, beforeMs: number, afterMs: number, noiseDbfs: number): Sound {
  const call = telephoneBand(concat(silence(beforeMs), atLevel(speech, -17 - 8 * chance.next()), silence(afterMs)));
  mixIn(call, noise(chance, call.length / 8, noiseDbfs));
  return call;
}

const espeak = (name: string, pace = 1, pitch = 50): Voice => ({ engine: 'espeak-ng', name, pace, pitch });
const flite = (name: string, pace = 1): Voice => ({ engine: 'flite', name, pace });

/** [voice, what the person says, silence before it in milliseconds]; people then wait for an answer. */
const HUMANS: readonly (readonly [Voice, string, number])[] = [
  [flite('slt'), 'Hello?', 420],
  [flite('rms'), 'Hello.', 300],
  [flite('awb'), 'Hello, who is there?', 500],
  [flite('kal16'), 'Yes?', 350],
  [flite('slt', 1.1), 'Hi, this is Karen.', 380],
  [flite('rms'), 'Miller speaking.', 450],
  [flite('awb', 1.1), 'Good morning, north side garage.', 330],
  [espeak('en-us+f3'), 'Hello? Hello?', 360],
  [espeak('en-gb+m3'), 'Yeah, hello.', 250],
  [espeak('en-gb+f4', 1.1), 'Yes, speaking?', 600],
  [espeak('fr-fr+f4'), 'Allô ?', 400],
  [espeak('fr-fr+m2', 1.05), 'Oui, bonjour ?', 320],
  [espeak('de+m5'), 'Ja, bitte?', 300],
  [espeak('de+f2'), 'Schneider.', 380],
  [espeak('es+f5'), '¿Diga?', 420],
  [espeak('es-419+m6'), 'Bueno, ¿quién habla?', 350],
  [espeak('pt-br+f2'), 'Alô?', 450],
  [espeak('pl+m3'), 'Halo, słucham.', 300],
  [espeak('it+f2'), 'Pronto?', 380],
  [espeak('nl+m1'), 'Met Jansen.', 330],
];

const MACHINES: readonly (readonly [Voice, string, number])[] = [
  [
    flite('slt'),
    'Hi, you have reached Karen and Tom. We cannot come to the phone right now. Leave a message after the tone.',
    1000,
  ],
  [flite('rms'), 'The person you are calling is not available. Please record your message after the beep.', 800],
  [
    flite('awb'),
    'This is the voice mail of Angus Brown. Please leave your name and number, and I will call you back.',
    620,
  ],
  [flite('kal16'), 'You have reached four two seven, nine nine one. Please leave a message.', 1400],
  [
    espeak('en-us+f2'),
    'Your call has been forwarded to an automated voice messaging system. At the tone, please record your message.',
    1000,
  ],
  [
    espeak('fr-fr+f2'),
    'Bonjour, vous êtes bien chez Anne et Paul. Laissez-nous un message après le signal sonore.',
    950,
  ],
  [
    espeak('de+f1'),
    'Guten Tag, Sie sind mit dem Anrufbeantworter der Familie Weber verbunden. Bitte sprechen Sie nach dem Ton.',
    440,
  ],
  [
    espeak('es+m3'),
    'Ha llamado al buzón de voz. En este momento no puedo atenderle. Deje su mensaje después de la señal.',
    1000,
  ],
  [
    espeak('pt-br+m4'),
    'Sua chamada está sendo encaminhada para a caixa postal e estará sujeita a cobrança após o sinal.',
    1200,
  ],
  [espeak('pl+f3'), 'Dodzwoniłeś się do poczty głosowej. Zostaw wiadomość po sygnale.', 700],
];

function humans(): void {
  HUMANS.forEach(([voice, text, beforeMs], i) => {
    const chance = random.stream(`human ${i}`);
    const name = `human-${String(i + 1).padStart(2, '0')}-${voice.name.replace(/[^a-z0-9]/gi, '-')}`;
    save(name, 'human', onLine(chance, speak(voice, text), beforeMs, 2200, chance.next() < 0.3 ? -46 : -62));
  });
}

function machines(): void {
  MACHINES.forEach(([voice, text, beepHz], i) => {
    const chance = random.stream(`machine ${i}`);
    const beforeMs = 150 + Math.round(700 * chance.next());
    const greeting = speak(voice, text);
    const pauseMs = 200 + Math.round(800 * chance.next());
    const beepMs = beforeMs + Math.round(greeting.length / 8) + pauseMs;
    const beepLengthMs = i % 3 === 0 ? 400 : 250;
    const call = onLine(chance, greeting, beforeMs, pauseMs + beepLengthMs + 900, -64);
    mixIn(call, tone(beepLengthMs, [beepHz], -15), beepMs);
    const name = `machine-${String(i + 1).padStart(2, '0')}-${voice.name.replace(/[^a-z0-9]/gi, '-')}`;
    save(name, 'machine', call, beepMs);
  });
}

/** A sound of the network or of a machine, faintly noisy. */
function network(name: string, kind: ClipKind, sound: Sound, noiseDbfs = -68): void {
  const call = sound.slice();
  mixIn(call, noise(random.stream(name), call.length / 8, noiseDbfs));
  save(name, kind, call);
}

function tones(): void {
  network('fax-ced', 'fax', concat(silence(600), tone(2600, [2100]), silence(75), v21Flags(700)));
  network('fax-ansam', 'fax', concat(silence(900), ansAm(2800), silence(75), v21Flags(500)));
  network('fax-cng', 'fax', concat(silence(300), tone(500, [1100]), silence(3000), tone(500, [1100])));
  network('modem-bell-103', 'modem', concat(silence(700), tone(3000, [2225])));
  network('modem-ansam', 'modem', concat(silence(1200), ansAm(3000)));
  const announce = speak(flite('rms'), 'The number you have dialed is not in service.');
  for (const kind of ['intercept', 'vacant-code', 'reorder-inter', 'no-circuit-inter', 'itu'] as const)
    network(
      `sit-${kind}`,
      'sit',
      concat(silence(150), sit(kind), silence(180), telephoneBand(atLevel(announce, -20)), silence(300)),
    );
  const cadences = (
    kind: 'busy' | 'ringback',
    table: Readonly<Record<string, Cadence>>,
    names: readonly string[],
    ms: number,
  ): void => {
    for (const name of names) {
      const entry = table[name];
      if (entry !== undefined) network(kind === 'busy' ? `busy-${name}` : `ringback-${name}`, kind, cadence(entry, ms));
    }
  };
  cadences('busy', BUSY_TONES, ['us-busy', 'us-reorder', 'uk-busy', 'eu-busy', 'fr-busy'], 3500);
  cadences('ringback', RINGBACK_TONES, ['us', 'uk', 'eu'], 6500);
}

function quiet(): void {
  save('silence-digital', 'silence', silence(3500));
  network('silence-comfort', 'silence', silence(3500), -66);
  network('noise-room', 'noise', silence(4000), -42);
  const street = noise(random.stream('street'), 4000, -38, 0.93);
  for (let i = 0; i < street.length; i++) street[i] = (street[i] ?? 0) * (1 + 0.6 * Math.sin(i / 9000));
  network('noise-street', 'noise', street);
}

for (const file of readdirSync(FOLDER)) if (file.endsWith('.wav')) rmSync(new URL(file, FOLDER));
humans();
machines();
tones();
quiet();
writeFileSync(
  new URL('clips.json', FOLDER),
  `[\n${index.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')}\n]\n`,
);
const bytes = index.reduce((sum, entry) => sum + entry.durationMs * 8 + 58, 0);
process.stdout.write(`${index.length} clips, ${bytes} bytes\n`);
