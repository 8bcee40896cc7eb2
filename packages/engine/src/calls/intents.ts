/** Intent before dial: launches go to the system of record in batches, and only what it grants, in time, is dialed. */
import type { AttemptId, Clock, EndedBy, IdSource, Intent, IntentAnswer, Outcome } from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { Floor } from '../agents/floor.ts';
import type { ByHand, CampaignRuntime, Launch } from '../campaigns/campaign.ts';
import type { StockedRecord } from '../campaigns/stock.ts';
import type { FactSink, RecordSource } from '../ports.ts';

export interface IntentParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly records: RecordSource;
  readonly sink: FactSink;
  readonly floor: Floor;
  /** Why nothing may be dialed for the campaign now; null where it may. */
  readonly heldBack: (campaign: CampaignRuntime) => string | null;
  readonly granted: (launch: Launch) => void;
  /** A call by hand was not made: why, in words, and whether the record is still the agent's. */
  readonly refusedByHand: (launch: Launch & { byHand: ByHand }, because: readonly string[], kept: boolean) => void;
}

/** Launches that fall within this long share a batch. */
const BATCH_MS = 2;

export class IntentDesk {
  readonly #parts: IntentParts;
  #gathered: Launch[] = [];
  #underWay = 0;

  constructor(parts: IntentParts) {
    this.#parts = parts;
  }

  /** Launches that have no line yet and will want one. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Starts up to `n` calls, fewer where records or agents run out; gives how many. */
  launch(campaign: CampaignRuntime, n: number): number {
    const { clock, floor, ids } = this.#parts;
    let started = 0;
    while (started < n) {
      const agent = campaign.reservesAgent ? (campaign.idle.first() ?? null) : null;
      if (campaign.reservesAgent && agent === null) break;
      const stocked = campaign.stock.take();
      if (stocked === undefined) break;
      if (agent !== null) floor.step(agent, { type: 'reserve', campaignId: campaign.id });
      const attemptId = ids<AttemptId>();
      const { config } = campaign;
      this.#gather({ attemptId, campaign, config, stocked, agent, atMs: clock.nowMs(), byHand: null });
      started += 1;
    }
    campaign.pace.launched += started;
    return started;
  }

  /** Starts the call of one record for an agent, who is reserved for it whatever the mode. */
  launchFor(campaign: CampaignRuntime, stocked: StockedRecord, agent: Agent): void {
    const { clock, floor, ids } = this.#parts;
    floor.step(agent, { type: 'reserve', campaignId: campaign.id });
    const attemptId = ids<AttemptId>();
    const { config } = campaign;
    this.#gather({ attemptId, campaign, config, stocked, agent, atMs: clock.nowMs(), byHand: null });
    campaign.pace.launched += 1;
  }

  /** One call that an agent makes (BP-7, GCC-4); the same intent as any other. */
  launchByHand(campaign: CampaignRuntime, stocked: StockedRecord, byHand: ByHand): AttemptId {
    const attemptId = this.#parts.ids<AttemptId>();
    const { config } = campaign;
    this.#gather({ attemptId, campaign, config, stocked, agent: null, atMs: this.#parts.clock.nowMs(), byHand });
    return attemptId;
  }

  #gather(launch: Launch): void {
    launch.campaign.launches.set(launch.attemptId, launch);
    this.#underWay += 1;
    this.#gathered.push(launch);
    if (this.#gathered.length === 1) this.#parts.clock.after(BATCH_MS, () => this.#send());
  }

  #send(): void {
    const batch = this.#gathered;
    this.#gathered = [];
    this.#parts.records.intend(batch.flatMap(intentOf), (answers) => this.#answered(batch, answers));
  }

  #answered(batch: readonly Launch[], answers: readonly IntentAnswer[] | null): void {
    const byAttempt = new Map(answers?.map((answer) => [answer.attemptId, answer]));
    for (const launch of batch) {
      if (!launch.campaign.launches.delete(launch.attemptId)) continue;
      this.#underWay -= 1;
      const answer = byAttempt.get(launch.attemptId);
      if (answer === undefined) {
        // Nobody knows whether the intent arrived: where it did, the attempt is closed by this.
        this.#notDialed(launch, 'operating-error', 'the server did not answer the intent');
      } else if (answer.granted) this.#granted(launch, answer.validUntilMs);
      else {
        launch.campaign.totals.refused += 1;
        this.#release(launch, answer.reasons, answer.kept ?? false);
      }
    }
  }

  #granted(launch: Launch, validUntilMs: number): void {
    const heldBack = this.#parts.heldBack(launch.campaign);
    if (this.#parts.clock.nowMs() > validUntilMs) this.#notDialed(launch, 'operating-error', 'grant expired');
    else if (heldBack !== null) this.#notDialed(launch, 'cancelled', heldBack);
    else this.#parts.granted(launch);
  }

  /** Closes an attempt that never became a call, and gives the record back. */
  #notDialed(launch: Launch, outcome: Outcome, because: string): void {
    const { records, sink } = this.#parts;
    const { attemptId, campaign, stocked } = launch;
    const endedBy: EndedBy = 'us';
    campaign.totals.closed(outcome, null);
    const detail = `not dialed: ${because}`;
    sink.fact({ type: 'ended', attemptId, outcome, liveEnd: null, endedBy, detail, talkMs: 0, waitMs: null });
    // Whoever is redialed was no longer leased: the contact rule says when they are called again.
    const redialed = (launch.byHand?.redialOf ?? null) !== null;
    if (!redialed) records.giveBack(campaign.id, [stocked.record.contactId], 'top');
    this.#release(launch, [because], false);
  }

  #release(launch: Launch, because: readonly string[], kept: boolean): void {
    const { agent, byHand } = launch;
    if (byHand !== null) this.#parts.refusedByHand({ ...launch, byHand }, because, kept);
    if (agent?.presence.kind === 'reserved') this.#parts.floor.step(agent, { type: 'release' });
  }
}

function intentOf({ attemptId, campaign, stocked, agent, byHand }: Launch): Intent[] {
  const callerId = byHand?.callerId ?? campaign.config.callerIds[0]?.number;
  if (callerId === undefined) return [];
  const { record, leaseId } = stocked;
  return [
    {
      attemptId,
      leaseId,
      campaignId: campaign.id,
      contactId: record.contactId,
      number: record.number,
      callerId,
      agentId: byHand?.agent.id ?? agent?.id ?? null,
      ...(byHand === null ? {} : { byHand: true }),
      ...(byHand === null || byHand.redialOf === null ? {} : { redialOf: byHand.redialOf.attemptId }),
    },
  ];
}
