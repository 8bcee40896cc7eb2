/**
 * People whom the detector took for machines: nobody counts them, so they are estimated, and the estimate counts as abandoned.
 *
 * Of the calls with the verdict *machine* a share `p` are people. `p` has a Beta posterior: the prior below, and one
 * observation for each such call that reached an agent all the same (a checked one, or one connected first) and got a
 * wrap-up code. The estimate is the posterior mean of `p` times the machine verdicts that ended their call unheard.
 */

/** What is known of a campaign's machine verdicts in a window. */
export interface MachineVerdicts {
  /** Ended by the verdict: hung up on, or left a message. */
  readonly ended: number;
  /** Heard by an agent whose wrap-up code says: a person … */
  readonly people: number;
  /** … or a machine. */
  readonly machines: number;
}

export const NO_MACHINE_VERDICTS: MachineVerdicts = { ended: 0, people: 0, machines: 0 };

/**
 * Where as many machines as people answer, 2.8 % of the machines of made test calls are people, and 4.8 % in the worst fold of voices
 * and texts (docs/amd.md). The prior lies between, a mean of 4 %, and is worth 50 checked calls.
 */
export const LOST_PRIOR = { people: 2, machines: 48 } as const;

export interface LostEstimate {
  /** People lost, in calls: a mean, and so no whole number. */
  readonly people: number;
  /** The same, not to be passed in 95 of 100 worlds that fit what was seen. */
  readonly upper: number;
  /** Share of the machine verdicts that are people, 0 to 1. */
  readonly share: number;
  /** Calls that an agent has heard: what the share rests on beside the prior. */
  readonly checked: number;
}

const Z_95 = 1.645;

/** The upper bound is of the normal approximation to the Beta posterior. */
export function lostToDetection({ ended, people, machines }: MachineVerdicts): LostEstimate {
  const a = LOST_PRIOR.people + people;
  const b = LOST_PRIOR.machines + machines;
  const share = a / (a + b);
  const spread = Math.sqrt((share * (1 - share)) / (a + b + 1));
  return {
    people: share * ended,
    upper: Math.min(1, share + Z_95 * spread) * ended,
    share,
    checked: people + machines,
  };
}
