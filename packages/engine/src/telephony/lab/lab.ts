/** A whole telephone world on one machine: a private Asterisk, a carrier with far ends, and phones of agents. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock, wavOf } from '@outdial/shared';
import type { AsteriskOptions } from '../asterisk/options.ts';
import { AsteriskProcess } from './asterisk-process.ts';
import { findAsterisk, NoAsteriskError, obtainAsterisk } from './installation.ts';
import { answers, type Plan } from './plan.ts';
import type { SipCall } from './sip-call.ts';
import { SipPhones } from './sip-phones.ts';
import { toneSamples, toneSound } from './sounds.ts';

/** Every kind of sound in the lab has a tone of its own, so that an ear can tell who is heard. */
export const LAB_TONES_HZ = {
  contact: 600,
  agent: 800,
  supervisor: 1_000,
  target: 1_200,
  music: 1_600,
  message: 1_800,
} as const;

export interface LabOptions {
  /** How the carrier's far ends take calls; all answer with the contact's tone unless told. */
  readonly carrier?: (number: string) => Plan;
  /** How a phone takes calls, by its user; all answer with the agent's tone unless told. */
  readonly phones?: (user: string) => Plan;
  /** The ports of Asterisk's RTP; 20000 to 20999 unless told. */
  readonly rtpPorts?: readonly [number, number];
  /** Seconds between two looks of Asterisk at the carrier; 0 (never) unless told. */
  readonly qualifyS?: number;
  /** Where Asterisk and the SIP peers listen, and the password of ARI; free ports and a new one unless told. */
  readonly place?: LabPlace;
  /** Ctrl-C does not end Asterisk, `close` does. */
  readonly outlivesInterrupt?: boolean;
  /** Sessions that Asterisk's HTTP server serves at once; 2000 unless told. */
  readonly sessionLimit?: number;
  /** Of what each call of the carrier hears, in frames of 20 ms; two seconds unless told. */
  readonly keptFrames?: number;
  /** Told of each call that reaches the carrier, and of its end. */
  readonly onCall?: (call: SipCall) => void;
  readonly onEnd?: (call: SipCall) => void;
  /** Whether an Asterisk may be fetched where there is none; true unless told. */
  readonly fetch?: boolean;
  /** Where the lab lives; a new temporary folder, which is removed at the end, unless told. */
  readonly folder?: string;
}

export interface LabPlace {
  readonly httpPort: number;
  readonly sipPort: number;
  readonly carrierPort: number;
  readonly phonesPort: number;
  readonly password: string;
}

const NOT_FETCHED = 'no Asterisk is here: fetch one with scripts/asterisk/fetch.sh ~/.cache/outdial/asterisk';

export interface Lab {
  readonly asterisk: AsteriskProcess;
  readonly carrier: SipPhones;
  readonly phones: SipPhones;
  readonly folder: string;
  /** To open the same lab again. */
  readonly place: LabPlace;
  /** What the adapter must be told to work here. */
  readonly telephony: AsteriskOptions;
  close(): Promise<void>;
}

export const LAB_MESSAGE = { messageId: 'greeting', lengthMs: 1_500 } as const;

/** Throws NoAsteriskError where no Asterisk can be had. */
export async function openLab(options: LabOptions = {}): Promise<Lab> {
  const installation = options.fetch === false ? findAsterisk() : await obtainAsterisk();
  if (installation === null) throw new NoAsteriskError(NOT_FETCHED);
  const clock = realClock;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'outdial-lab-'));
  const carrierPlan = options.carrier ?? (() => answers(toneSound(LAB_TONES_HZ.contact), 200));
  const phonePlan = options.phones ?? (() => answers(toneSound(LAB_TONES_HZ.agent)));
  const { keptFrames, onCall, onEnd, place: told } = options;
  const carrier = await SipPhones.open({
    ...{ clock, planner: carrierPlan, port: told?.carrierPort ?? 0 },
    ...(keptFrames === undefined ? {} : { keptFrames }),
    ...(onCall === undefined ? {} : { onCall }),
    ...(onEnd === undefined ? {} : { onEnd }),
  });
  const phones = await SipPhones.open({ clock, planner: phonePlan, port: told?.phonesPort ?? 0 });
  const httpPort = told?.httpPort ?? (await freePort());
  const sipPort = told?.sipPort ?? (await freePort());
  const password = told?.password ?? randomBytes(12).toString('base64url');
  const asterisk = new AsteriskProcess({
    ...{ folder, installation, sipPort, httpPort, user: 'outdial', password, app: 'outdial' },
    rtpPorts: options.rtpPorts ?? [20_000, 20_999],
    outlivesInterrupt: options.outlivesInterrupt ?? false,
    ...(options.sessionLimit === undefined ? {} : { sessionLimit: options.sessionLimit }),
    trunks: [{ name: 'carrier', port: carrier.port, qualifyS: options.qualifyS ?? 0 }],
    phonesPort: phones.port,
  });
  const messages = join(folder, 'messages');
  const message = wavOf(toneSamples(LAB_TONES_HZ.message, LAB_MESSAGE.lengthMs));
  writeFileSync(join(messages, `${LAB_MESSAGE.messageId}.wav`), message);
  writeFileSync(join(folder, 'music', 'music.wav'), wavOf(toneSamples(LAB_TONES_HZ.music, 10_000)));
  const end = async (): Promise<void> => {
    await asterisk.stop();
    carrier.close();
    phones.close();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await asterisk.start();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    ...{ asterisk, carrier, phones, folder },
    place: { httpPort, sipPort, carrierPort: carrier.port, phonesPort: phones.port, password },
    telephony: {
      ...{ url: `http://127.0.0.1:${httpPort}`, user: 'outdial', password },
      trunks: [{ name: 'carrier', maxLines: 500 }],
      phoneEndpoint: `PJSIP/phones/sip:{address}@127.0.0.1:${phones.port}`,
      messages: { folder: messages },
    },
    close: end,
  };
}

/** A port that nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
