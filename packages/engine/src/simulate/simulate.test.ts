import { describe, expect, it } from 'vitest';
import { createPacer, type Pacer, type PacingObservation } from '../pacing/index.ts';
import {
  POLICIES,
  type PolicyName,
  parseScenario,
  runFloor,
  ScenarioError,
  type SeedResult,
  type SimulateOptions,
  simulate,
} from './index.ts';
import { callModels } from './scenario.ts';

async function lines(options: SimulateOptions) {
  const all = [];
  for await (const line of simulate(options)) all.push(line);
  return all;
}
const small = { agents: 6, hours: 0.5, answerRatio: 0.4 };

describe('outdial simulate', () => {
  it('gives a line a seed and then the summary, and the same again for the same seed', async () => {
    const first = await lines({ scenario: small, seeds: 2 });
    expect(first).toHaveLength(3);
    expect(first[2]).toHaveProperty('summary.seeds', 2);
    const seed = first[0] as SeedResult;
    expect(seed.live).toBe(seed.connected + seed.abandoned);
    expect(seed.talkMinutesPerHour).toBeGreaterThan(20);
    expect(await lines({ scenario: small, seeds: 2 })).toEqual(first);
  });

  it('WX-1: progressive abandons nobody, and predictive talks more', async () => {
    const run = async (policy: PolicyName) =>
      (await lines({ scenario: { ...small, hours: 2 }, seeds: 4, policy })).slice(0, 4) as SeedResult[];
    const talk = (seeds: SeedResult[]): number => seeds.reduce((sum, seed) => sum + seed.talkMinutesPerHour, 0) / 4;
    const progressive = await run('progressive');
    const ours = await run('ours');
    expect(progressive.map((seed) => seed.abandoned)).toEqual([0, 0, 0, 0]);
    expect(talk(ours)).toBeGreaterThan(talk(progressive) + 2);
  });

  it('runs every policy', async () => {
    for (const policy of POLICIES) {
      const [seed] = (await lines({ scenario: small, policy })) as SeedResult[];
      expect(seed?.dials).toBeGreaterThan(0);
    }
  });

  it('says what is wrong with a scenario, where, and what to write', () => {
    expect(() => parseScenario({ agents: 'many' }, 'monday.json')).toThrow(
      /monday\.json is not a scenario:\n {2}agents: /,
    );
    expect(() => parseScenario({ agents: 5, awnserRatio: 0.3 })).toThrow(/awnserRatio/);
    expect(() => parseScenario({ agents: 2, groups: [{ agents: 3 }] })).toThrow(ScenarioError);
    expect(() => parseScenario(null)).toThrow(ScenarioError);
  });

  it('draws a chart of the first run', async () => {
    let svg = '';
    const onPlot = (drawn: string): void => {
      svg = drawn;
    };
    await lines({ scenario: { ...small, name: '<Monday>' }, onPlot });
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('&lt;Monday&gt;');
    expect(svg.match(/<polyline/g)).toHaveLength(3);
  });

  it('keeps the line cap and the call-rate cap, whoever paces', () => {
    const scenario = parseScenario({ agents: 10, hours: 0.2, answerRatio: 0.1, maxLines: 12, callsPerSecond: 1 });
    let most = 0;
    const watched = (): Pacer => {
      const pacer = createPacer({ mode: 'predictive' });
      return {
        ...pacer,
        decide(snapshot) {
          const { ringingMs, screeningMs, waitingMs } = snapshot.calls;
          const lines = ringingMs.length + screeningMs.length + waitingMs.length + snapshot.agents.talkingMs.length;
          most = Math.max(most, lines);
          return pacer.decide(snapshot);
        },
      };
    };
    const result = runFloor({ scenario, seed: 1, makePacer: watched });
    expect(most).toBeLessThanOrEqual(12);
    expect(most).toBeGreaterThan(8);
    expect(result.dials).toBeLessThanOrEqual(0.2 * 3600 + 1);
  });

  it('on a break an agent finishes the call first, and breaks are not logged-in time', () => {
    const breaks = [{ fromS: 600, toS: 1200, agents: 3 }];
    const scenario = parseScenario({ ...small, breaks });
    const result = runFloor({ scenario, seed: 3, makePacer: () => createPacer({ mode: 'progressive' }) });
    const without = runFloor({
      scenario: parseScenario(small),
      seed: 3,
      makePacer: () => createPacer({ mode: 'progressive' }),
    });
    expect(result.live).toBeLessThan(without.live);
    expect(result.talkMinutesPerHour).toBeGreaterThan(0.8 * without.talkMinutesPerHour);
  });

  it('a campaign has what the scenario says, unless it says otherwise itself', () => {
    const talkMs = { dist: 'fixed', mean: 30_000 } as const;
    const scenario = parseScenario({ ...small, talkMs, campaigns: [{ name: 'a' }, { name: 'b', answerRatio: 0.1 }] });
    const heard = heardBy(scenario);
    expect(heard.filter(({ type }) => type === 'talk-ended').map((o) => 'talkMs' in o && o.talkMs)).toContain(30_000);
    expect(callModels(scenario).map(({ answerRatio, talkMs }) => ({ answerRatio, talkMs }))).toEqual([
      { answerRatio: 0.4, talkMs },
      { answerRatio: 0.1, talkMs },
    ]);
  });

  it('a change holds for the calls launched from its time on, and leaves the ring time-out alone', () => {
    const ring = (mean: number) => ({ postDialMs: { dist: 'fixed', mean: 0 }, ringMs: { dist: 'fixed', mean } });
    const scenario = { ...small, ...ring(5000), changes: [{ fromS: 900, ...ring(9000) }] };
    const rings = heardBy(parseScenario(scenario)).flatMap((o) => (o.type === 'answered' ? [[o.atMs, o.ringMs]] : []));
    expect(new Set(rings.map(([atMs = 0, ringMs = 0]) => [atMs - ringMs < 900_000, ringMs].join()))).toEqual(
      new Set(['true,5000', 'false,9000']),
    );
    expect(() => parseScenario({ ...small, changes: [{ fromS: 9, ringTimeoutMs: 9000 }] })).toThrow(/ringTimeoutMs/);
  });

  it('nothing is heard of a call while the trunk stalls, and all of it within a second of the end', () => {
    const within = (stalls: [number, number][]): number[] =>
      heardBy(parseScenario({ ...small, agents: 30, stalls }))
        .filter(({ type }) => type === 'answered' || type === 'unanswered')
        .map(({ atMs }) => Math.floor((atMs - 600_000) / 1000))
        .filter((second) => second >= 0 && second <= 20);
    expect(Math.min(...within([]))).toBeLessThan(20);
    const stalled = within([[600, 620]]);
    expect(new Set(stalled)).toEqual(new Set([20]));
    expect(stalled.length).toBeGreaterThan(2);
  });
});

/** What the pacers of a run hear, under one call for each idle agent. */
function heardBy(scenario: ReturnType<typeof parseScenario>): PacingObservation[] {
  const heard: PacingObservation[] = [];
  const makePacer = (): Pacer => {
    const pacer = createPacer({ mode: 'progressive' });
    return { ...pacer, observe: (observation) => heard.push(observation) };
  };
  runFloor({ scenario, seed: 1, makePacer });
  return heard;
}
