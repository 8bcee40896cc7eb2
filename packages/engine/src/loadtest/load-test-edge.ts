/** The load test: the engine alone on the simulated carrier, with records in memory and agents that act by commands. */
import {
  type CallId,
  type CampaignId,
  type Clock,
  countingIds,
  type EngineEpoch,
  every,
  type Random,
  realClock,
  seededRandom,
  type Timer,
  VirtualClock,
  zCampaign,
} from '@outdial/shared';
import { loadClips } from '../amd/index.ts';
import { createEngine } from '../engine.ts';
import { createInlineScreening, createPooledScreening, type Screening } from '../screening/index.ts';
import { EVERYDAY, SimulatedCarrier } from '../telephony/index.ts';
import { createInlinePacing, createPooledPacing, createWorkerPool, type PacingService } from '../workers/index.ts';
import { agentName, LoadAgents } from './agents.ts';
import { fixedPace } from './fixed-pace.ts';
import { HearingAhead } from './hearing-ahead.ts';
import { type HearingThread, startHearingThread } from './hearing-thread.ts';
import { MachineWatch, wallMs } from './machine-edge.ts';
import { MemoryRecords } from './memory-records.ts';
import { checkOptions, type LoadTestOptions } from './options.ts';
import { type LoadReport, reportOf } from './report.ts';
import { Tally } from './tally.ts';

const CAMPAIGN = 'load' as CampaignId;
const PROGRESS_MS = 1_000;
/** A run on the virtual clock begins at this moment, a Monday morning: the same every time. */
const VIRTUAL_START_MS = Date.UTC(2026, 0, 5, 8);
/** Free lines enough that the carrier is not what is tested. */
const LINES = 100_000;

interface Workshop {
  readonly screening: Screening;
  readonly pacing: PacingService;
  framesAnalysed(): number;
  close(): Promise<void>;
}

/** Runs for `durationMs` and reports. Throws LoadTestOptionError. */
export async function runLoadTest(options: LoadTestOptions): Promise<LoadReport> {
  checkOptions(options);
  const virtual = options.virtual ?? false;
  const watch = new MachineWatch(!virtual);
  const clock = virtual ? new VirtualClock(VIRTUAL_START_MS) : realClock;
  const random = seededRandom(options.seed ?? 1);
  const thread = virtual ? await startHearingThread(options.seed ?? 1) : null;
  const carrier = new SimulatedCarrier({
    clock,
    random: random.stream('carrier'),
    profile: options.profile ?? EVERYDAY,
    limits: { maxLines: LINES },
    clips: loadClips(),
    ...(thread === null ? {} : { onSoundExpected: thread.ask }),
  });
  // In real time the first calls would be late for their sounds.
  if (!virtual) carrier.warmUp();
  const workshop =
    thread === null ? pooledWorkshop(clock, watch, options.poolThreads) : virtualWorkshop(clock, carrier, thread);
  const { engine, tally, agents } = assemble(options, { clock, random, carrier, workshop, watch });
  agents.start(engine, options.agents, CAMPAIGN);
  const startMs = clock.nowMs();
  watch.begin();
  const progress = tellProgress(options, clock, tally);
  await elapse(clock, options.durationMs);
  progress?.cancel();
  const picture = engine.picture();
  watch.end();
  const frames = { screened: picture.engine.framesScreened, analysed: workshop.framesAnalysed() };
  const report = reportOf(options, tally, picture, watch.report(clock.nowMs() - startMs, frames));
  agents.stop();
  engine.close();
  carrier.close();
  await workshop.close();
  return report;
}

interface Assembly {
  readonly clock: Clock;
  readonly random: Random;
  readonly carrier: SimulatedCarrier;
  readonly workshop: Workshop;
  readonly watch: MachineWatch;
}

function assemble(options: LoadTestOptions, { clock, random, carrier, workshop, watch }: Assembly) {
  const agents = new LoadAgents(clock, random.stream('agents'));
  const tally = new Tally(clock, (mirror) => agents.see(mirror));
  const engine = createEngine({
    ...{ clock, random: random.stream('engine'), ids: countingIds('load'), telephony: carrier },
    screening: workshop.screening,
    pacing: watch.timed(options.pace.kind === 'auto' ? workshop.pacing : fixedPace(options.pace)),
    records: new MemoryRecords({
      clock,
      onGranted: () => {
        tally.placed += 1;
      },
    }),
    sink: tally,
    epoch: 'load-test' as EngineEpoch,
  });
  engine.configure({
    campaigns: [
      zCampaign.parse({
        id: CAMPAIGN,
        name: 'Load test',
        mode: 'predictive',
        state: 'running',
        agentIds: Array.from({ length: options.agents }, (_, index) => agentName(index)),
        callerIds: [{ number: '+33199000000' }],
      }),
    ],
  });
  return { engine, tally, agents };
}

/** The run is one thread's; a second one hears the recordings. */
function virtualWorkshop(clock: Clock, carrier: SimulatedCarrier, thread: HearingThread): Workshop {
  const { hear } = thread;
  const sound = (callId: CallId) => carrier.soundAhead(callId);
  const screening = new HearingAhead({ clock, hear, sound, inner: createInlineScreening() });
  return {
    screening,
    pacing: createInlinePacing(),
    framesAnalysed: () => screening.framesAnalysed,
    close: () => thread.close(),
  };
}

function pooledWorkshop(clock: Clock, watch: MachineWatch, threads: number | undefined): Workshop {
  const pool = createWorkerPool(threads === undefined ? {} : { threads });
  const screening = createPooledScreening({ pool, clock, onHeard: watch.heardLate });
  return {
    screening,
    pacing: createPooledPacing(pool),
    framesAnalysed: () => screening.framesScreened,
    async close() {
      await screening.close();
      await pool.close();
    },
  };
}

async function elapse(clock: Clock, durationMs: number): Promise<void> {
  if (clock instanceof VirtualClock) clock.advance(durationMs);
  else await new Promise<void>((resolve) => clock.after(durationMs, resolve));
}

/** Once a second of the run, and on the virtual clock no more often than once a second of the wall's. */
function tellProgress({ onProgress, virtual = false }: LoadTestOptions, clock: Clock, tally: Tally): Timer | null {
  if (onProgress === undefined) return null;
  const startMs = clock.nowMs();
  let toldMs = wallMs();
  return every(clock, PROGRESS_MS, () => {
    if (virtual && wallMs() - toldMs < PROGRESS_MS) return;
    toldMs = wallMs();
    const { connected, abandoned, placed, ended } = tally;
    onProgress({ elapsedMs: clock.nowMs() - startMs, callsUnderWay: placed - ended, placed, connected, abandoned });
  });
}
