/** The engine as a process: the real clock, the worker pool, a carrier, the core, and the bus to the server. */
import { randomInt } from 'node:crypto';
import {
  type Clock,
  type EngineEpoch,
  type LeftCall,
  newId,
  type Random,
  realClock,
  seededRandom,
} from '@outdial/shared';
import { loadClips } from '../amd/index.ts';
import { connectToServer, type ServerConnection } from '../bus/connect-edge.ts';
import { createEngine } from '../engine.ts';
import { createPooledScreening } from '../screening/index.ts';
import {
  type Asterisk,
  type AsteriskNode,
  type CarrierProfileInput,
  type LineLimits,
  NO_LEDGER,
  openAsterisk,
  openLedger,
  recordingsFolder,
  SimulatedCarrier,
  type Telephony,
} from '../telephony/index.ts';
import { createPooledPacing, createWorkerPool } from '../workers/index.ts';
import { createLog } from './log.ts';

export interface EngineProcessOptions {
  /** The server's endpoints: `ipc://…` or loopback `tcp://…`. */
  readonly control: string;
  readonly live: string;
  readonly telephony: TelephonyChoice;
  /** Threads of the pool; one fewer than cores and at least two unless told. */
  readonly poolThreads?: number;
  /** Where finished recordings go; without it none are made (or stay at Asterisk). */
  readonly recordingsFolder?: string;
  /** Standard error where left out. */
  readonly logFile?: string;
}

export type TelephonyChoice = SimulatedChoice | { readonly kind: 'asterisk'; readonly nodes: readonly AsteriskNode[] };

export interface SimulatedChoice {
  readonly kind: 'simulated';
  /** What the numbers do; an everyday list where left out. */
  readonly profile?: CarrierProfileInput;
  readonly limits?: LineLimits;
  /** Of the carrier's chance; 1 unless told. */
  readonly seed?: number;
  /** The carrier's own book of every call that it received; none where left out. */
  readonly ledgerFile?: string;
}

export interface RunningEngine {
  readonly epoch: EngineEpoch;
  /** Resolves when the engine has stopped, by `stop`, SIGTERM, or the death of the process that started it. */
  readonly stopped: Promise<void>;
  stop(): Promise<void>;
}

/** Starts the engine; it looks for its server by itself and goes on looking when that is lost. */
export function runEngine(options: EngineProcessOptions): RunningEngine {
  const { control, live, telephony } = options;
  const epoch = newId<EngineEpoch>();
  const log = createLog(options.logFile);
  const say = (words: string): void => log.info({ epoch }, words);
  const clock = realClock;
  const random = seededRandom(telephony.kind === 'simulated' ? (telephony.seed ?? 1) : randomSeed());
  const pool = createWorkerPool(options.poolThreads === undefined ? {} : { threads: options.poolThreads });
  const screening = createPooledScreening({ pool, clock });
  const carrier = openCarrier(telephony, clock, random, say, options.recordingsFolder);
  const server = connectToServer({ control, live, clock, epoch, telephony: carrier.name, pid: process.pid, say });
  const engine = createEngine({
    ...{ clock, random: random.stream('engine'), ids: newId, epoch },
    ...{ telephony: carrier, screening, pacing: createPooledPacing(pool), records: server.link, sink: server.link },
  });
  server.publish(() => engine.picture());
  say(`engine up, ${pool.threads} pool threads, server at ${control}`);

  let stopping: Promise<void> | null = null;
  void leftBehind(carrier, clock).then((left) => {
    if (stopping === null) server.link.attach(engine, left);
  });
  const stopAll = async (): Promise<void> => {
    say('engine stops');
    removeSignals();
    engine.close();
    carrier.close();
    if ('gone' in carrier) await carrier.gone;
    await closeEdges(server, screening, pool);
    log.flush();
  };
  const stop = (): Promise<void> => {
    stopping ??= stopAll();
    return stopping;
  };
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const removeSignals = onEnd(() => void stop().then(resolve));
  return { epoch, stopped, stop: () => stop().then(resolve) };
}

/** The carrier that cannot be asked in this time is not waited for: agents are. */
const LEFT_WITHIN_MS = 3_000;

/** What an earlier life of this engine left up: the server must know it before it closes what was under way. */
async function leftBehind({ earlierLife }: Telephony, clock: Clock): Promise<readonly LeftCall[]> {
  if (earlierLife === undefined) return [];
  const late = Promise.withResolvers<readonly LeftCall[]>();
  const timer = clock.after(LEFT_WITHIN_MS, () => late.resolve([]));
  const left = await Promise.race([earlierLife.left, late.promise]);
  timer.cancel();
  return left;
}

/** Real calls have no seed to be played again with. */
function randomSeed(): number {
  return randomInt(2 ** 31 - 1);
}

function openCarrier(
  choice: TelephonyChoice,
  clock: Clock,
  random: Random,
  say: (words: string) => void,
  folder: string | undefined,
): Asterisk | SimulatedCarrier {
  const recordings = folder === undefined ? {} : { keepRecording: recordingsFolder(folder, say) };
  if (choice.kind === 'asterisk') return openAsterisk({ nodes: choice.nodes, clock, say, ...recordings });
  return new SimulatedCarrier({
    clock,
    random: random.stream('carrier'),
    clips: loadClips(),
    ...recordings,
    ledger: choice.ledgerFile === undefined ? NO_LEDGER : openLedger(choice.ledgerFile),
    ...(choice.profile === undefined ? {} : { profile: choice.profile }),
    ...(choice.limits === undefined ? {} : { limits: choice.limits }),
  });
}

/** Sockets before threads: a thread that ends under a pending receive takes the whole process with it. */
async function closeEdges(
  server: ServerConnection,
  screening: { close(): Promise<void> },
  pool: { close(): Promise<void> },
): Promise<void> {
  await server.close();
  await screening.close();
  await pool.close();
}

/** SIGTERM, Ctrl-C where nobody supervises this process (a supervisor decides for its children), or a dead supervisor. */
function onEnd(end: () => void): () => void {
  const supervised = process.send !== undefined;
  const interrupted = (): void => {
    if (!supervised) end();
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', interrupted);
  if (supervised) process.on('disconnect', end);
  return () => {
    process.off('SIGTERM', end);
    process.off('SIGINT', interrupted);
    process.off('disconnect', end);
  };
}
