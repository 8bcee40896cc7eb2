/** A whole telephone world on one machine: a private Asterisk, a carrier with far ends, and phones of agents. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '@outdial/shared';
import type { AsteriskNode, AsteriskOptions } from '../asterisk/options.ts';
import type { AsteriskProcess } from './asterisk-process.ts';
import { findAsterisk, NoAsteriskError, obtainAsterisk } from './installation.ts';
import { type LabNode, labNode } from './lab-node.ts';
import { answers, type Plan } from './plan.ts';
import type { SipCall } from './sip-call.ts';
import { SipPhones } from './sip-phones.ts';
import { LAB_TONES_HZ, toneSound } from './sounds.ts';

export { LAB_MESSAGE } from './lab-node.ts';
export { LAB_TONES_HZ } from './sounds.ts';

export interface LabOptions {
  /** How the carrier's far ends take calls; all answer with the contact's tone unless told. */
  readonly carrier?: (number: string) => Plan;
  /** How a phone takes calls, by its user; all answer with the agent's tone unless told. */
  readonly phones?: (user: string) => Plan;
  /** A second Asterisk beside the first, with the same carrier and the same phones; none unless told. */
  readonly twoNodes?: boolean;
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
  /** The second Asterisk, where there is one: what the adapter must be told of both is in `nodes`. */
  readonly second: AsteriskProcess | null;
  readonly nodes: readonly AsteriskNode[];
  close(): Promise<void>;
}

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
  const secondSipPort = options.twoNodes === true ? await freePort() : null;
  const password = told?.password ?? randomBytes(12).toString('base64url');
  const [rtpFrom, rtpTo] = options.rtpPorts ?? [20_000, 20_999];
  const common = {
    ...{ installation, user: 'outdial', password, app: 'outdial', phonesPort: phones.port },
    outlivesInterrupt: options.outlivesInterrupt ?? false,
    ...(options.sessionLimit === undefined ? {} : { sessionLimit: options.sessionLimit }),
    trunks: [{ name: 'carrier', port: carrier.port, qualifyS: options.qualifyS ?? 0 }],
  };
  const first = labNode({
    ...{ ...common, folder, httpPort, sipPort, rtpPorts: [rtpFrom, rtpTo] },
    nodes: secondSipPort === null ? [] : [{ name: 'second', port: secondSipPort }],
  });
  const second =
    secondSipPort === null
      ? null
      : labNode({
          ...{ ...common, folder: join(folder, 'second'), httpPort: await freePort(), sipPort: secondSipPort },
          ...{ rtpPorts: [rtpTo + 1, 2 * rtpTo - rtpFrom + 1], nodes: [{ name: 'first', port: sipPort }] },
        });
  const asterisks = [first, ...(second === null ? [] : [second])].map(({ asterisk }) => asterisk);
  const end = async (): Promise<void> => {
    await Promise.all(asterisks.map((asterisk) => asterisk.stop()));
    carrier.close();
    phones.close();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(asterisks.map((asterisk) => asterisk.start()));
  } catch (error) {
    await end();
    throw error;
  }
  return {
    ...{ carrier, phones, folder, asterisk: first.asterisk, telephony: first.telephony },
    place: { httpPort, sipPort, carrierPort: carrier.port, phonesPort: phones.port, password },
    ...{ second: second?.asterisk ?? null, nodes: nodesOf(first, second) },
    close: end,
  };
}

function nodesOf(first: LabNode, second: LabNode | null): readonly AsteriskNode[] {
  const node = (name: string, { telephony }: LabNode): AsteriskNode => ({
    ...{ name, weight: 1, phones: true, reachedBy: `PJSIP/{token}@${name}`, options: telephony },
  });
  return second === null ? [node('first', first)] : [node('first', first), node('second', second)];
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
