/** A small floor to test with: a list, campaigns under the demo pack, and the steps of a call in one line each. */
import {
  type AgentId,
  type AttemptId,
  type CampaignId,
  type CompliancePack,
  type ContactRule,
  type E164,
  type EngineEpoch,
  type Fact,
  type FactBody,
  type Intent,
  type IntentAnswer,
  type LeaseGrant,
  type LeaseId,
  type ListId,
  zCampaign,
  zContactRule,
} from '@outdial/shared';
import { COMPLIANCE_PACKS } from '../../rules/packs.ts';
import type { CampaignPolicy, NewContact, Store } from '../port.ts';

/** Wednesday 14 October 2026, 09:00 in Paris: inside the hours of no strict pack, inside those of an ordinary day. */
export const WEDNESDAY_9H = Date.parse('2026-10-14T09:00:00+02:00');
export const CALLER_ID = '+33199000000' as E164;
export const LIST = 'list-1' as ListId;
export const EPOCH = 'engine-1' as EngineEpoch;
export const NEXT_EPOCH = 'engine-2' as EngineEpoch;

export const demoPack = (changes: Partial<CompliancePack> = {}): CompliancePack => {
  const pack = COMPLIANCE_PACKS.find(({ id }) => id === 'demo-24h');
  if (pack === undefined) throw new Error('no demo pack');
  return { ...pack, ...changes };
};

export function policy(
  id: string,
  changes: {
    campaign?: Record<string, unknown>;
    rule?: Partial<ContactRule>;
    packs?: readonly CompliancePack[];
  } = {},
): CampaignPolicy {
  return {
    campaign: zCampaign.parse({
      id,
      name: `Campaign ${id}`,
      mode: 'power',
      state: 'running',
      listIds: [LIST],
      callerIds: [{ number: CALLER_ID }],
      ...changes.campaign,
    }),
    rule: { ...zContactRule.parse({ id: 'default', name: 'Default' }), ...changes.rule },
    packs: changes.packs ?? [demoPack()],
  };
}

export const numberOf = (n: number): E164 => `+331990${String(n).padStart(5, '0')}` as E164;

export const contact = (n: number, changes: Partial<NewContact> = {}): NewContact => ({
  number: numberOf(n),
  name: `Contact ${n}`,
  country: 'FR',
  timeZone: null,
  priority: 0,
  fields: { city: 'Lyon' },
  ...changes,
});

/** Contacts 1 to `n` in the list, and the campaigns that call it. */
export async function fill(store: Store, policies: readonly CampaignPolicy[], contacts: readonly NewContact[]) {
  await store.createList({ id: LIST, name: 'List', createdAtMs: WEDNESDAY_9H });
  await store.addContacts({ listId: LIST, contacts });
  await store.setPolicies(policies);
}

/** One engine's way of asking, with a clock that the test moves. */
export class EngineHand {
  readonly store: Store;
  readonly epoch: EngineEpoch;
  nowMs: number;
  #leases = 0;
  #seq = 0;

  constructor(store: Store, nowMs = WEDNESDAY_9H, epoch = EPOCH) {
    this.store = store;
    this.nowMs = nowMs;
    this.epoch = epoch;
  }

  lease(campaign: string, n: number, forAgent?: { agentId: AgentId; keepMs: number }): Promise<LeaseGrant> {
    return this.store.lease({
      leaseId: `${this.epoch}-lease-${++this.#leases}` as LeaseId,
      campaignId: campaign as CampaignId,
      n,
      epoch: this.epoch,
      nowMs: this.nowMs,
      leaseMs: 60_000,
      ...(forAgent === undefined ? {} : { forAgent }),
    });
  }

  intents(grant: LeaseGrant, changes: Partial<Intent> = {}): Intent[] {
    return grant.records.map((record) => ({
      attemptId: `attempt-${grant.leaseId}-${record.contactId}` as AttemptId,
      leaseId: grant.leaseId,
      campaignId: grant.campaignId,
      contactId: record.contactId,
      number: record.number,
      callerId: CALLER_ID,
      agentId: null,
      ...changes,
    }));
  }

  intend(intents: readonly Intent[]): Promise<IntentAnswer[]> {
    return this.store.intend({ epoch: this.epoch, intents, nowMs: this.nowMs });
  }

  /** Leases `n` and has them granted: their attempt ids. */
  async dial(campaign: string, n = 1): Promise<AttemptId[]> {
    const answers = await this.intend(this.intents(await this.lease(campaign, n)));
    const refused = answers.find((answer) => !answer.granted);
    if (refused !== undefined) throw new Error(`refused: ${JSON.stringify(refused)}`);
    return answers.map(({ attemptId }) => attemptId);
  }

  facts(...bodies: FactBody[]): Fact[] {
    return bodies.map((body) => ({ ...body, seq: ++this.#seq, atMs: this.nowMs }));
  }

  tell(...bodies: FactBody[]) {
    return this.store.applyFacts({ epoch: this.epoch, facts: this.facts(...bodies), nowMs: this.nowMs });
  }
}

type Ended = Extract<FactBody, { type: 'ended' }>;

export const ended = (attemptId: AttemptId, changes: Partial<Ended> = {}): Ended => ({
  type: 'ended',
  attemptId,
  outcome: 'no-answer',
  liveEnd: null,
  endedBy: 'network',
  detail: '',
  talkMs: 0,
  waitMs: null,
  ...changes,
});

export const codesOf = (answer: IntentAnswer | undefined): string[] =>
  answer === undefined || answer.granted ? [] : answer.reasons.map((reason) => reason.split(':')[0] ?? '');
