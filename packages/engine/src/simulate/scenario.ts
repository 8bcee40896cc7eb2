/** The scenario format of `outdial simulate`: checked, with the base draws as defaults. */
import { z } from 'zod';
import { type Distribution, distributionSchema } from '../sim/distribution.ts';

const ratio = z.number().min(0).max(1);
const span = z.tuple([z.number().nonnegative(), z.number().positive()]);
const steps = z.array(z.tuple([z.number().nonnegative(), ratio])).min(1);
const answerRatio = z.union([ratio, steps, z.strictObject({ linear: steps })]);

const lognormal = (mean: number, cv: number): Distribution => ({ dist: 'lognormal', mean, cv });

/** What a call is like: what a scenario says of it, a campaign over it, or a change over either. */
const anyTime = {
  answerRatio,
  postDialMs: distributionSchema,
  ringMs: distributionSchema,
  noAnswerMs: distributionSchema,
  fastFailRatio: ratio,
  fastFailMs: distributionSchema,
  talkMs: distributionSchema,
  wrapUpMs: distributionSchema,
  patienceMs: distributionSchema,
  screeningMs: distributionSchema,
  screeningLoss: ratio,
  machineRatio: ratio,
  machineLeak: ratio,
};
const spans = z.array(span);
/** The ring time-out is the one thing that a pacer is told, so no change may touch it. */
const change = z.strictObject(anyTime).partial().extend({ fromS: z.number().nonnegative() });
const wholeRun = { ringTimeoutMs: z.number().positive(), outages: spans, stalls: spans, changes: z.array(change) };
/** Without defaults: what a campaign leaves out is the scenario's. */
const campaign = z.strictObject({ name: z.string(), ...anyTime, ...wholeRun }).partial();

const callFields = {
  answerRatio: anyTime.answerRatio.default(0.3),
  postDialMs: anyTime.postDialMs.default({ dist: 'uniform', min: 1000, max: 3000 }),
  ringMs: anyTime.ringMs.default(lognormal(10_000, 0.5)),
  ringTimeoutMs: wholeRun.ringTimeoutMs.default(22_000),
  noAnswerMs: anyTime.noAnswerMs.optional(),
  fastFailRatio: anyTime.fastFailRatio.default(0.15),
  fastFailMs: anyTime.fastFailMs.default({ dist: 'uniform', min: 2000, max: 6000 }),
  talkMs: anyTime.talkMs.default(lognormal(120_000, 1)),
  wrapUpMs: anyTime.wrapUpMs.default(lognormal(15_000, 0.7)),
  patienceMs: anyTime.patienceMs.default({ dist: 'fixed', mean: 2000 }),
  screeningMs: anyTime.screeningMs.optional(),
  screeningLoss: anyTime.screeningLoss.default(0),
  machineRatio: anyTime.machineRatio.default(0),
  machineLeak: anyTime.machineLeak.default(0),
  outages: wholeRun.outages.default([]),
  stalls: wholeRun.stalls.default([]),
  changes: wholeRun.changes.default([]),
};

const scenarioSchema = z.strictObject({
  name: z.string().optional(),
  agents: z.number().int().positive().max(5000),
  hours: z.number().positive().max(1000).default(8),
  ...callFields,
  breaks: z
    .array(z.strictObject({ fromS: z.number().nonnegative(), toS: z.number().positive(), agents: z.number().int() }))
    .default([]),
  groups: z
    .array(
      z.strictObject({
        agents: z.number().int().positive(),
        talkMs: distributionSchema.optional(),
        wrapUpMs: distributionSchema.optional(),
      }),
    )
    .default([]),
  maxLines: z.number().int().positive().optional(),
  callsPerSecond: z.number().positive().optional(),
  campaigns: z.array(campaign).default([]),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type AnswerRatio = z.infer<typeof answerRatio>;
/** What one campaign dials into: the scenario's own fields, with the campaign's over them. */
export type CallModel = Pick<Scenario, keyof typeof callFields>;

/** Thrown when a scenario cannot be run; the message says what is wrong, where, and what to write instead. */
export class ScenarioError extends Error {
  readonly code = 'scenario-invalid';
}

export function parseScenario(input: unknown, source = 'scenario'): Scenario {
  const parsed = scenarioSchema.safeParse(input);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(whole file)'}: ${issue.message}`);
    throw new ScenarioError(
      `${source} is not a scenario:\n${lines.join('\n')}\nSee docs/pacing.md for the fields, or copy one from packages/engine/scenarios.`,
      { cause: parsed.error },
    );
  }
  const inGroups = parsed.data.groups.reduce((sum, group) => sum + group.agents, 0);
  if (inGroups > parsed.data.agents) {
    throw new ScenarioError(
      `${source}: groups hold ${inGroups} agents, but agents is ${parsed.data.agents}: make agents at least ${inGroups}`,
    );
  }
  return parsed.data;
}

/** The campaigns of a scenario: its own one, or those listed, each over the scenario's fields. */
export function callModels(scenario: Scenario): CallModel[] {
  if (scenario.campaigns.length === 0) return [scenario];
  return scenario.campaigns.map((over) => ({ ...scenario, ...named(over) }));
}

/** What becomes of a campaign over time, soonest first: each change holds until another one changes the same field. */
export function laterModels(first: CallModel): { fromS: number; model: CallModel }[] {
  let model: CallModel = first;
  return [...first.changes]
    .sort((a, b) => a.fromS - b.fromS)
    .map(({ fromS, ...over }) => {
      model = { ...model, ...named(over) };
      return { fromS, model };
    });
}

function named(over: object): object {
  return Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined));
}

/** The answer ratio at a time, seconds from the start: a step function, or straight lines between points. */
export function ratioAt(answerRatio: AnswerRatio, atS: number): number {
  if (typeof answerRatio === 'number') return answerRatio;
  const linear = !Array.isArray(answerRatio);
  const points = Array.isArray(answerRatio) ? answerRatio : answerRatio.linear;
  let [fromS, from] = points[0] ?? [0, 0];
  for (const [nextS, next] of points) {
    if (nextS > atS)
      return linear && nextS > fromS ? from + ((next - from) * Math.max(0, atS - fromS)) / (nextS - fromS) : from;
    fromS = nextS;
    from = next;
  }
  return from;
}
