/** Calls that agents dial: the record in hand (BP-7, GW-8), and once more whom nobody answered for (GCC-4), also later (OUT-4). */
import type { CallId, Clock, Command, E164, IdSource, InteractionId, Outcome } from '@outdial/shared';
import { isPreviewing, OUTCOMES, QUIET_LINE } from '@outdial/shared';
import type { Agent, Interaction } from '../agents/agent.ts';
import type { Floor } from '../agents/floor.ts';
import { originText } from '../agents/interaction.ts';
import type { WrapUp } from '../agents/wrap-up.ts';
import type { IntentDesk } from '../calls/intents.ts';
import type { ByHand, CampaignRuntime, Launch } from '../campaigns/campaign.ts';
import type { Gate } from '../campaigns/gate.ts';
import type { StockedRecord } from '../campaigns/stock.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { RecordDesk } from './record-desk.ts';

export interface CallsByHandParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly floor: Floor;
  readonly gate: Gate;
  readonly wrapUp: WrapUp;
  readonly intents: () => IntentDesk;
  readonly records: RecordDesk;
  readonly freeLines: () => number;
}

type Choice = Pick<Extract<Command, { type: 'interaction.call' | 'interaction.redial' }>, 'number' | 'callerId'>;

/** What is dialed, where, and under which number of ours. */
interface Chosen {
  readonly interaction: Interaction;
  readonly campaign: CampaignRuntime;
  readonly stocked: StockedRecord;
  readonly callerId: E164;
}

export class CallsByHand {
  readonly #parts: CallsByHandParts;

  constructor(parts: CallsByHandParts) {
    this.#parts = parts;
  }

  call(agent: Agent, choice: Choice): Refusal | null {
    if (!isPreviewing(agent.presence)) return refusal('no-record');
    const chosen = this.#choose(agent.interaction, choice);
    if ('code' in chosen) return chosen;
    return this.#dial(agent, chosen, null);
  }

  /** The system of record says whether the contact rule still allows one; what was dialed before is wrapped up by this. */
  redial(agent: Agent, choice: Choice): Refusal | null {
    const { interaction, presence } = agent;
    const attemptId = interaction?.picture.attemptId ?? null;
    if (presence.kind !== 'wrap-up' || interaction === null || attemptId === null) return refusal('nothing-to-redial');
    const reached = wasReached(interaction);
    if (reached !== null) return reached;
    const chosen = this.#choose(interaction, choice);
    if ('code' in chosen) return chosen;
    this.#parts.wrapUp.pause(agent);
    return this.#dial(agent, chosen, { attemptId, number: interaction.picture.number });
  }

  /** OUT-4: whom they wrapped up last, with nothing in hand since; the same rules hold, and it is an interaction of its own. */
  redialLast(agent: Agent, choice: Choice): Refusal | null {
    const { last } = agent;
    const attemptId = last?.picture.attemptId ?? null;
    if (last === null || attemptId === null) {
      return refusal('nothing-to-redial', last === null ? 'You have wrapped up nobody yet.' : 'They called you.');
    }
    const reached = wasReached(last);
    if (reached !== null) return reached;
    const chosen = this.#choose(last, choice);
    if ('code' in chosen) return chosen;
    const picture = { ...last.picture, interactionId: this.#parts.ids<InteractionId>(), callStatus: null };
    const interaction = { ...last, picture, wrapUpCode: null, notes: '', call: null };
    return this.#dial(agent, { ...chosen, interaction }, { attemptId, number: last.picture.number }, true);
  }

  /** Told by the intent desk: the server refused, or nobody may dial any more. */
  refused({ byHand }: Launch & { byHand: ByHand }, because: readonly string[], kept: boolean): void {
    const { agent, redialOf, fromNothing } = byHand;
    const why = because.map(inWords).join('; ');
    if (agent.presence.kind !== 'connecting' || agent.interaction === null) return;
    if (redialOf === null) {
      this.#parts.records.notCalled(agent, why, kept);
      return;
    }
    agent.notice = { atMs: this.#parts.clock.nowMs(), code: 'call-refused', text: `Not called again: ${why}.` };
    if (fromNothing) {
      this.#parts.floor.step(agent, { type: 'withdraw' });
      return;
    }
    const { picture } = agent.interaction;
    agent.interaction.picture = { ...picture, ...redialOf, redials: picture.redials - 1 };
    this.#parts.wrapUp.begin(agent);
  }

  #choose(interaction: Interaction | null, { number, callerId }: Choice): Chosen | Refusal {
    const campaign = interaction?.campaign ?? null;
    if (interaction === null || campaign === null) {
      return refusal('nothing-to-redial', 'Its campaign is gone.');
    }
    const closed = this.#parts.gate.closedFor(campaign);
    if (closed !== null) return refusal('not-dialing', `Not called: ${closed.detail}.`);
    if (this.#parts.freeLines() <= 0) return refusal('not-dialing', 'Not called: every line is in use, or none is up.');
    const { numbers, number: last } = interaction.picture;
    const dialed = number ?? last;
    if (!numbers.includes(dialed)) return refusal('unknown-number', `${dialed} is none of: ${numbers.join(', ')}.`);
    const offered = campaign.config.callerIds.map((one) => one.number);
    const shown = callerId ?? interaction.callerId ?? offered[0];
    if (shown === undefined || !offered.includes(shown)) {
      return refusal('unknown-caller-id', `${shown ?? 'It'} is none of: ${offered.join(', ')}.`);
    }
    const record = { ...interaction.stocked.record, number: dialed };
    return { interaction, campaign, callerId: shown, stocked: { ...interaction.stocked, record } };
  }

  /** The codes of the table where the agent is busy with something else. */
  #dial(agent: Agent, chosen: Chosen, redialOf: ByHand['redialOf'], fromNothing = false): Refusal | null {
    const { floor, ids, intents } = this.#parts;
    const { interaction, campaign, stocked, callerId } = chosen;
    const callId = ids<CallId>();
    const { number } = stocked.record;
    const redials = interaction.picture.redials + (redialOf === null ? 0 : 1);
    interaction.callerId = callerId;
    interaction.picture = {
      ...{ ...interaction.picture, number, redials, callId },
      origin: originText({ record: stocked.record, direction: 'outbound' }, false),
      line: QUIET_LINE,
    };
    const { interactionId } = interaction.picture;
    const inHand = { interactionId, campaignId: campaign.id, callId };
    const refused = fromNothing
      ? floor.step(agent, { type: 'dial-last', inHand }, interaction)
      : floor.step(agent, { type: 'dial', callId });
    if (refused !== null) return refusal(refused);
    intents().launchByHand(campaign, stocked, { agent, callId, callerId, redialOf, fromNothing });
    return null;
  }
}

/** GCC-4: only whom nobody answered for is dialed again by hand. */
function wasReached({ picture: { callStatus } }: Interaction): Refusal | null {
  if (!isOutcome(callStatus)) return refusal('nothing-to-redial');
  return callStatus === 'live' ? refusal('nothing-to-redial', 'Somebody answered.') : null;
}

const isOutcome = (status: string | null): status is Outcome => OUTCOMES.some((outcome) => outcome === status);

/** A reason of the system of record is a code and a sentence: people read the sentence. */
const inWords = (reason: string): string => reason.replace(/^[a-z-]+: /, '').replace(/\.$/, '');
