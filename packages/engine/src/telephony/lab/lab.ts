/** A whole telephone world on one machine: a private Asterisk, a carrier with far ends, and phones of agents. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '@outdial/shared';
import type { AsteriskNode, AsteriskOptions } from '../asterisk/options.ts';
import type { AsteriskProcess } from './asterisk-process.ts';
import type { AsteriskInstallation, LabSettings } from './configuration.ts';
import { findAsterisk, NoAsteriskError, obtainAsterisk } from './installation.ts';
import { type LabNode, labNode } from './lab-node.ts';
import { answers, type Plan } from './plan.ts';
import { type LabPorts, type PortBlock, takePortBlock } from './port-block.ts';
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
  /** How many ports each Asterisk's RTP may use, two for each end of a call; nearly a thousand unless told. */
  readonly rtpPorts?: number;
  /** Seconds between two looks of Asterisk at the carrier; 0 (never) unless told. */
  readonly qualifyS?: number;
  /** Where an earlier lab was: this one takes the same ports, where they are free, and the same password. */
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
  readonly firstPort: number;
  /** Of the second Asterisk. */
  readonly secondFirstPort?: number;
  readonly password: string;
}

/** Of the second Asterisk, in the lab's. */
export const SECOND_FOLDER = 'second';

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

/** Throws NoAsteriskError where no Asterisk can be had, NoPortsError where other labs have all ports. */
export async function openLab(options: LabOptions = {}): Promise<Lab> {
  const installation = options.fetch === false ? findAsterisk() : await obtainAsterisk();
  if (installation === null) throw new NoAsteriskError(NOT_FETCHED);
  const blocks = [await takePortBlock(options.place?.firstPort)];
  const release = (): void => {
    for (const block of blocks) block.release();
  };
  try {
    if (options.twoNodes === true) blocks.push(await takePortBlock(options.place?.secondFirstPort));
    return await openOn(blocks, installation, options, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function openOn(
  blocks: readonly PortBlock[],
  installation: AsteriskInstallation,
  options: LabOptions,
  release: () => void,
): Promise<Lab> {
  const [ports, secondPorts] = blocks.map((block) => block.ports);
  if (ports === undefined) throw new Error('a lab needs ports');
  const clock = realClock;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'outdial-lab-'));
  const carrierPlan = options.carrier ?? (() => answers(toneSound(LAB_TONES_HZ.contact), 200));
  const phonePlan = options.phones ?? (() => answers(toneSound(LAB_TONES_HZ.agent)));
  const { keptFrames, onCall, onEnd } = options;
  const carrier = await SipPhones.open({
    ...{ clock, planner: carrierPlan, port: ports.carrier },
    ...(keptFrames === undefined ? {} : { keptFrames }),
    ...(onCall === undefined ? {} : { onCall }),
    ...(onEnd === undefined ? {} : { onEnd }),
  });
  const phones = await SipPhones.open({ clock, planner: phonePlan, port: ports.phones });
  const password = options.place?.password ?? randomBytes(12).toString('base64url');
  const nodeOn = ({ http, rtp, sip }: LabPorts, itsFolder: string, nodes: LabSettings['nodes'] = []): LabNode =>
    labNode(
      {
        ...{ installation, user: 'outdial', password, app: 'outdial', phonesPort: phones.port, nodes },
        ...{ folder: itsFolder, httpPort: http, sipPort: sip },
        rtpPorts: [rtp[0], options.rtpPorts === undefined ? rtp[1] : rtp[0] + options.rtpPorts - 1],
        outlivesInterrupt: options.outlivesInterrupt ?? false,
        ...(options.sessionLimit === undefined ? {} : { sessionLimit: options.sessionLimit }),
        trunks: [{ name: 'carrier', port: carrier.port, qualifyS: options.qualifyS ?? 0 }],
      },
      () => {
        for (const peers of [carrier, phones]) peers.cut(sip);
      },
    );
  const other = (name: string, port: LabPorts | undefined) => (port === undefined ? [] : [{ name, port: port.sip }]);
  const first = nodeOn(ports, folder, other('second', secondPorts));
  const second =
    secondPorts === undefined ? null : nodeOn(secondPorts, join(folder, SECOND_FOLDER), other('first', ports));
  const asterisks = [first, ...(second === null ? [] : [second])].map(({ asterisk }) => asterisk);
  const end = async (): Promise<void> => {
    await Promise.all(asterisks.map((asterisk) => asterisk.stop()));
    carrier.close();
    phones.close();
    release();
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
    place: { firstPort: ports.first, password, ...(secondPorts && { secondFirstPort: secondPorts.first }) },
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
