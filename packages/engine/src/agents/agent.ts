/** One agent as the engine holds them: presence, campaigns, what is in hand, and the day's figures. */
import {
  type AgentId,
  type AgentMirror,
  type AgentNotice,
  type AgentPicture,
  type AgentSeat,
  type AgentState,
  type CampaignId,
  type E164,
  type InteractionPicture,
  type InteractionState,
  inHand,
  isPreviewing,
  type LastContact,
  type PhonePicture,
  type Presence,
  type Timer,
} from '@outdial/shared';
import type { Call } from '../calls/call.ts';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { StockedRecord } from '../campaigns/stock.ts';

/** What the agent does with an interaction beside the call: the code and the notes (BP-9). */
export interface Interaction {
  /** Null where the campaign is no longer known to this engine. */
  readonly campaign: CampaignRuntime | null;
  /** What can be dialed by hand. */
  readonly stocked: StockedRecord;
  /** The caller ID of the last call by hand; null: the campaign's first. */
  callerId: E164 | null;
  picture: Omit<InteractionPicture, 'state' | 'sinceMs' | 'wrapUpCode' | 'notes'>;
  wrapUpCode: string | null;
  notes: string;
  /** The last call of it; null where there was none, or this engine does not know it. */
  call: Call | null;
}

/** With a contact on the line, on hold and consulting included. */
const TALKS: ReadonlySet<AgentState> = new Set(['talking', 'held', 'consulting']);

export class Agent {
  seat: AgentSeat;
  #presence: Presence;
  /** Copies for whoever walks over everybody, often: the presence's kind and start, whether the agent stays after the
   * work in hand, since when they talk (holding included), and how many campaigns they joined. */
  state: AgentState = 'logged-out';
  sinceMs: number;
  stays = true;
  talkingSinceMs: number;
  joins = 0;
  /** Counts every change of what the mirror shows. */
  version = 0;
  #campaigns: ReadonlySet<CampaignRuntime> = new Set();
  #joined: readonly CampaignId[] = [];
  interaction: Interaction | null = null;
  /** OUT-4: what they wrapped up last, since they began work. */
  last: Interaction | null = null;
  /** The call in hand, from the reservation on until it ends; the interaction may outlast it. */
  call: Call | null = null;
  wrapUpTimer: Timer | null = null;
  /** Ends a record's offer or preview. */
  recordTimer: Timer | null = null;
  /** The preview campaign whose next record comes by itself (GW-7): from Get record on, until *Done and stop*. */
  pulls: CampaignRuntime | null = null;
  /** When the last record was out of their hand, where they have talked to nobody since whom the engine dialed; null: they have. */
  recordOverAtMs: number | null = null;
  /** A record is being fetched for them. */
  fetching = false;
  /** What they have to be told; gone with their next act. */
  notice: AgentNotice | null = null;
  phone: PhonePicture = { mode: 'nailed-up', state: 'closed', detail: null, nextTryAtMs: null };
  /** Whose consultation the agent is in, as the one who is asked. */
  consultedOn: Call | null = null;
  /** Rises with each conversation that ends; the least of the ready ones is next. */
  idleOrder = 0;
  readonly today = { calls: 0, talkMs: 0, wrapUpMs: 0, readyMs: 0 };
  /** Midnights of the machine's time zone, between which `today` counts. */
  #dayBeganMs = 0;
  #dayEndsMs = Number.NEGATIVE_INFINITY;
  #settledAtMs: number;
  #picture: AgentPicture | null = null;
  #pictureVersion = -1;

  constructor(seat: AgentSeat, nowMs: number) {
    this.seat = seat;
    this.#presence = { kind: 'logged-out', sinceMs: nowMs };
    this.sinceMs = nowMs;
    this.talkingSinceMs = nowMs;
    this.#settledAtMs = nowMs;
  }

  get presence(): Presence {
    return this.#presence;
  }

  set presence(presence: Presence) {
    // Talk goes on through holds; it begins where somebody is joined.
    const talks = TALKS.has(presence.kind);
    const talked = TALKS.has(this.state);
    if (!(talks && talked)) this.talkingSinceMs = presence.sinceMs;
    this.#presence = presence;
    this.state = presence.kind;
    this.sinceMs = presence.sinceMs;
    this.stays = !('after' in presence) || presence.after.kind === 'ready';
  }

  get id(): AgentId {
    return this.seat.agentId;
  }

  /** Books the time since the last booking where it belongs; called before whatever changes the state or the campaigns. */
  settle(nowMs: number): void {
    const passedMs = nowMs - this.#settledAtMs;
    this.#settledAtMs = nowMs;
    if (nowMs >= this.#dayEndsMs) this.#beginDay(nowMs);
    const todayMs = Math.min(passedMs, nowMs - this.#dayBeganMs);
    const kind = this.state;
    if (passedMs <= 0 || kind === 'logged-out' || kind === 'not-ready') return;
    // Shared agents count for each of their campaigns in equal parts, so that the parts add up to the day.
    for (const campaign of this.campaigns) campaign.totals.agentMs += passedMs / this.campaigns.size;
    // A campaign's figures are of the calls that it made.
    const inbound = this.interaction?.picture.direction === 'inbound';
    const campaign = inbound ? null : (this.interaction?.campaign ?? null);
    if (TALKS.has(kind)) {
      this.today.talkMs += todayMs;
      if (campaign !== null) campaign.totals.talkMs += passedMs;
    } else if (kind === 'wrap-up') {
      this.today.wrapUpMs += todayMs;
      if (campaign !== null) campaign.totals.wrapUpMs += passedMs;
    } else if (kind === 'ready' || (kind === 'reserved' && !isPreviewing(this.presence))) this.today.readyMs += todayMs;
  }

  #beginDay(nowMs: number): void {
    this.#dayBeganMs = new Date(nowMs).setHours(0, 0, 0, 0);
    this.#dayEndsMs = new Date(nowMs).setHours(24, 0, 0, 0);
    Object.assign(this.today, { calls: 0, talkMs: 0, wrapUpMs: 0, readyMs: 0 });
    this.#picture = null;
  }

  /** Ready, and the phone is there to be joined, or will be when it is called. */
  get reachable(): boolean {
    return this.state === 'ready' && (this.phone.state === 'up' || this.phone.state === 'on-demand');
  }

  /** Whether a call of the campaign can be given to them now: nobody on the line waits for a phone to be rung. */
  takesCallsOf(campaign: CampaignRuntime): boolean {
    return this.reachable && (this.phone.state === 'up' || campaign.callsPhonesFirst);
  }

  mirror(): AgentMirror {
    return {
      agentId: this.id,
      version: this.version,
      presence: this.presence,
      joined: this.#joined,
      interaction: this.#interactionPicture(),
      notice: this.notice,
      phone: this.phone,
      last: lastContact(this.last),
      readyAfterWrapUp: this.seat.readyAfterWrapUp ?? null,
    };
  }

  /** The campaigns that the agent joined; a new set at each change. */
  get campaigns(): ReadonlySet<CampaignRuntime> {
    return this.#campaigns;
  }

  set campaigns(campaigns: Iterable<CampaignRuntime>) {
    this.#campaigns = new Set(campaigns);
    this.joins = this.#campaigns.size;
    this.#joined = Array.from(this.#campaigns, (campaign) => campaign.id);
  }

  /** The same object as long as nothing changed: two thousand agents are shown five times a second. */
  picture(): AgentPicture {
    if (this.#picture !== null && this.#pictureVersion === this.version) return this.#picture;
    const { presence } = this;
    const work = inHand(presence);
    this.#pictureVersion = this.version;
    this.#picture = {
      agentId: this.id,
      name: this.seat.name,
      state: presence.kind,
      sinceMs: presence.sinceMs,
      reason: presence.kind === 'not-ready' ? presence.reason : null,
      campaignId: work?.campaignId ?? (presence.kind === 'reserved' ? presence.campaignId : null),
      callId: work?.callId ?? null,
      joined: this.#joined,
      today: { ...this.today },
      phone: this.phone,
    };
    return this.#picture;
  }

  #interactionPicture(): InteractionPicture | null {
    const { interaction, presence } = this;
    if (interaction === null || !('interactionId' in presence)) return null;
    return {
      ...interaction.picture,
      callStatus: this.call?.state ?? interaction.picture.callStatus,
      state: this.interactionState,
      sinceMs: presence.sinceMs,
      wrapUpCode: interaction.wrapUpCode,
      notes: interaction.notes,
    };
  }

  /** The interaction's state follows from the agent's; a call that nobody has answered is `dialing`. */
  get interactionState(): InteractionState {
    const { kind } = this.presence;
    if (kind === 'reserved') return 'preview';
    if (kind === 'connecting') return this.call === null || this.call.answeredAtMs === null ? 'dialing' : 'connecting';
    return kind === 'offered' || kind === 'talking' || kind === 'held' || kind === 'wrap-up' ? kind : 'done';
  }
}

function lastContact(last: Interaction | null): LastContact | null {
  if (last === null) return null;
  const { verdict: _verdict, ...contact } = last.picture;
  return contact;
}
