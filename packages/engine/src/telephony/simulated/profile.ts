/** What the simulated carrier is told of the numbers it plays: who answers, after how long, and how long they stay. */
import * as z from 'zod';
import { type Distribution, distributionSchema } from '../../sim/distribution.ts';
import { type Level, levelSchema } from '../../sim/level.ts';

const distribution = (standard: Distribution) => distributionSchema.default(standard);
const level = (standard: Level) => levelSchema.default(standard);
const share = (standard: number) =>
  z.number({ error: 'a share must be a number from 0 to 1' }).min(0).max(1, 'a share is 0 to 1').default(standard);
const weight = z.number({ error: 'a weight must be a number' }).min(0, 'a weight must not be negative').default(0);

/** Weights of what networks answer quickly. */
const fastFailsSchema = z
  .strictObject({ busy: weight, unavailable: weight, 'invalid-number': weight, rejected: weight, congestion: weight })
  .refine((weights) => Object.values(weights).some((w) => w > 0), 'at least one weight must be larger than 0');

/** The defaults are the base draws of our pacing scenarios; machines, fax and SIT are off in them. */
const callProfileSchema = z.strictObject({
  /** Chance of an answer, by anything, before the ring time-out; it may change over the run. */
  answerRatio: level(0.3),
  /** From the dial to the first ringing. */
  postDialMs: distribution({ dist: 'uniform', min: 1_000, max: 3_000 }),
  /** Ringing of those who answer, drawn again where it would pass the ring time-out. */
  ringMs: distribution({ dist: 'lognormal', mean: 10_000, cv: 0.5 }),
  /** How long the network lets an unanswered call ring before it says unavailable; null: until our time-out. */
  noAnswerMs: distributionSchema.nullable().default(null),
  /** Share of the calls without an answer that end fast, and after how long since the dial. */
  fastFailRatio: share(0.15),
  fastFailMs: distribution({ dist: 'uniform', min: 2_000, max: 6_000 }),
  fastFails: fastFailsSchema.default({
    busy: 0.5,
    unavailable: 0.15,
    'invalid-number': 0.2,
    rejected: 0.1,
    congestion: 0.05,
  }),
  /** Share of the invalid numbers that tell so by tones before the network ends the call. */
  earlySitRatio: share(0.5),
  /** Shares of the answered calls; the rest are people. */
  machineRatio: share(0),
  faxRatio: share(0),
  modemRatio: share(0),
  sitRatio: share(0),
  /** A person's talk, on hold included, from the moment that an agent is there. */
  talkMs: distribution({ dist: 'lognormal', mean: 120_000, cv: 1 }),
  /** How long a person waits for anybody, from the end of what they say at the answer (without clips: from the answer). */
  patienceMs: distribution({ dist: 'fixed', mean: 2_000 }),
  /** How long a person stays on hold at a stretch. */
  holdPatienceMs: distribution({ dist: 'lognormal', mean: 180_000, cv: 0.5, min: 20_000 }),
  /** How long a machine, a fax or a tone stays when nobody hangs up on it. */
  machineStaysMs: distribution({ dist: 'uniform', min: 20_000, max: 60_000 }),
  /** Share of the people who press a key while a recorded message is played to them, and which. */
  optOutRatio: share(0),
  optOutKey: z
    .string()
    .regex(/^[0-9*#]$/, 'one key: 0 to 9, * or #')
    .default('9'),
  /** GT-4: share of those who let a call ring, or were hung up on, who ring the caller ID back; after how long, and how long they wait. */
  ringBackRatio: share(0),
  ringBackAfterMs: distribution({ dist: 'uniform', min: 10_000, max: 90_000 }),
  callerPatienceMs: distribution({ dist: 'uniform', min: 8_000, max: 40_000 }),
});

export type CallProfile = z.infer<typeof callProfileSchema>;
export type CallProfileInput = z.input<typeof callProfileSchema>;

/** The whole carrier: what holds for all calls, and what differs for a campaign's. */
const carrierProfileSchema = z
  .strictObject({ ...callProfileSchema.shape, campaigns: z.record(z.string(), z.unknown()).default({}) })
  .transform(({ campaigns, ...standard }, context) => {
    const byCampaign = new Map<string, CallProfile>();
    for (const [campaignId, own] of Object.entries(campaigns)) {
      const parsed = callProfileSchema.safeParse({ ...standard, ...(own as object) });
      if (parsed.success) byCampaign.set(campaignId, checkShares(parsed.data, context, ['campaigns', campaignId]));
      for (const issue of parsed.error?.issues ?? []) {
        context.addIssue({ code: 'custom', message: issue.message, path: ['campaigns', campaignId, ...issue.path] });
      }
    }
    return { standard: checkShares(standard, context, []), byCampaign };
  });

export type CarrierProfile = z.infer<typeof carrierProfileSchema>;
/** What may be written: everything with a default may be left out, and a campaign writes only what differs. */
export type CarrierProfileInput = CallProfileInput & { campaigns?: Record<string, CallProfileInput> };

function checkShares(profile: CallProfile, context: z.RefinementCtx, path: PropertyKey[]): CallProfile {
  const sum = profile.machineRatio + profile.faxRatio + profile.modemRatio + profile.sitRatio;
  if (sum > 1.000_001) {
    context.addIssue({
      code: 'custom',
      message: `machineRatio, faxRatio, modemRatio and sitRatio are shares of the answered calls: together ${sum.toFixed(3)}, at most 1`,
      path: [...path, 'machineRatio'],
    });
  }
  return profile;
}

/** Refuses with the places of all faults in one message. */
export function carrierProfile(input: CarrierProfileInput = {}): CarrierProfile {
  const parsed = carrierProfileSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new CarrierProfileError(z.prettifyError(parsed.error));
}

/** Thrown when a carrier profile cannot be used. */
export class CarrierProfileError extends Error {
  readonly code = 'carrier-profile-invalid';
  constructor(faults: string) {
    super(`the simulated carrier's profile cannot be used:\n${faults}`);
    this.name = 'CarrierProfileError';
  }
}

/**
 * An everyday list for demonstrations: people, machines, some fax, people who wait a little longer than the base draws' and
 * of whom some ring back.
 */
export const EVERYDAY: CallProfileInput = {
  answerRatio: 0.35,
  machineRatio: 0.25,
  faxRatio: 0.02,
  sitRatio: 0.02,
  patienceMs: { dist: 'lognormal', mean: 6_000, cv: 0.5, min: 2_000 },
  ringBackRatio: 0.05,
};
