/**
 * The lab as a process beside the floor: it lives in a folder that stays, takes the same ports at every start, starts
 * Asterisk again when it dies, and writes down every call that its carrier got.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@outdial/shared';
import { loadClips } from '../../amd/clips.ts';
import type { AsteriskProcess } from './asterisk-process.ts';
import { everydayCarrier, talkingPhone } from './everyday-carrier.ts';
import { type Lab, type LabPlace, openLab, SECOND_FOLDER } from './lab.ts';
import type { SipCall } from './sip-call.ts';

/** Between two looks of Asterisk at the carrier. */
const QUALIFY_S = 5;
const BACK_OFF_MS = 1_000;
/** How long a killed Asterisk is waited for. */
const LEFT_LOOK_MS = 50;
const LEFT_LOOKS = 200;

export interface StandingLabOptions {
  readonly folder: string;
  /** Every call that reached the carrier, a JSON object a line; none is written where left out. */
  readonly ledgerFile?: string;
  readonly seed: number;
  /** Two Asterisks, among which the engine spreads calls and phones. */
  readonly twoNodes: boolean;
  readonly clock: Clock;
  readonly say: (words: string) => void;
}

export interface StandingLab {
  readonly lab: Lab;
  /** What an engine must be told to work here: the options of Asterisk as a JSON file. */
  readonly optionsFile: string;
  close(): Promise<void>;
}

/** Throws NoAsteriskError where no Asterisk can be had, and with Asterisk's last words where it does not come up. */
export async function openStandingLab(options: StandingLabOptions): Promise<StandingLab> {
  const { clock, folder, say, seed, twoNodes } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const left of [folder, join(folder, SECOND_FOLDER)]) await endLeftAsterisk(left, clock);
  const carrier = everydayCarrier(seed);
  const clips = loadClips();
  const lab = await openLab({
    carrier: (number) => carrier.plan(number),
    phones: () => talkingPhone(clips),
    ...{ folder, twoNodes, qualifyS: QUALIFY_S, outlivesInterrupt: true, ...placeOf(folder) },
    onCall: (call) => note({ number: call.called, from: call.from.number, fate: carrier.fateOf(call.called) }),
    onEnd: (call) => note({ number: call.called, ended: endOf(call) }),
  });
  writePrivately(join(folder, 'place.json'), lab.place);
  const optionsFile = join(folder, 'asterisk.json');
  writePrivately(optionsFile, written(lab));
  let closing = false;
  const keepAlive = async (asterisk: AsteriskProcess): Promise<void> => {
    for (;;) {
      await asterisk.ended;
      if (closing) return;
      say('Asterisk ended; it is started again');
      await asterisk.start().catch(async (error: unknown) => {
        say(error instanceof Error ? error.message : String(error));
        await new Promise<void>((resolve) => clock.after(BACK_OFF_MS, resolve));
      });
    }
  };
  void keepAlive(lab.asterisk);
  if (lab.second !== null) void keepAlive(lab.second);
  return {
    lab,
    optionsFile,
    async close() {
      closing = true;
      await lab.close();
    },
  };

  function note(entry: object): void {
    const { ledgerFile } = options;
    if (ledgerFile === undefined) return;
    try {
      appendFileSync(ledgerFile, `${JSON.stringify({ atMs: clock.nowMs(), ...entry })}\n`, { mode: 0o600 });
    } catch (error) {
      say(`the carrier's ledger cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** One Asterisk as an object, several as the nodes that they are. */
function written({ nodes, telephony }: Lab): object {
  if (nodes.length === 1) return telephony;
  return { nodes: nodes.map(({ options, ...part }) => ({ ...part, ...options })) };
}

/** What the far end knows of its call: `heardFrames` of 20 ms came from Asterisk. */
function endOf({ answeredAtMs, ear, endedBy }: SipCall): object {
  return { answeredAtMs, by: endedBy === 'us' ? 'contact' : 'outdial', heardFrames: ear.frames };
}

/** Where the lab of this folder was before. */
function placeOf(folder: string): { place?: LabPlace } {
  try {
    const place = JSON.parse(readFileSync(join(folder, 'place.json'), 'utf8')) as Partial<LabPlace>;
    const { firstPort, password, ...more } = place;
    return firstPort === undefined || password === undefined ? {} : { place: { firstPort, password, ...more } };
  } catch {
    return {};
  }
}

/** A lab that was killed leaves its Asterisk on the ports that this one wants. */
async function endLeftAsterisk(folder: string, clock: Clock): Promise<void> {
  const pidFile = join(folder, 'run', 'asterisk.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  for (let looks = 0; looks < LEFT_LOOKS && runsFor(folder, pid); looks++) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      return;
    }
    await new Promise<void>((resolve) => clock.after(LEFT_LOOK_MS, resolve));
  }
}

/** Whether the process is an Asterisk of the lab in this folder. */
function runsFor(folder: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}

function writePrivately(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}
