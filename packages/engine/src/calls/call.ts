/** One call: its state by the table, and the moments that its facts are made of. */
import {
  type AgentId,
  type AttemptId,
  type CallEventName,
  type CallId,
  type CallState,
  type Campaign,
  callTransition,
  type E164,
  type EndedBy,
  type LeasedRecord,
  type LeaseId,
  type LiveEnd,
  type Outcome,
  type Timer,
} from '@outdial/shared';
import type { Agent } from '../agents/agent.ts';
import type { ConsultationUnderWay } from '../agents/transfers.ts';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { DetectorView, Verdict } from '../screening/screening.ts';
import type { BeepWait } from './beep-wait.ts';
import type { MessageOnCall } from './messages.ts';
import type { Heard } from './outcome.ts';

/** What the detector's ear on a call holds. */
export interface Ear {
  readonly purpose: 'early-media' | 'answer';
  readonly frames: number;
  view(): DetectorView;
  close(): void;
}

export interface CallStart {
  readonly id: CallId;
  readonly attemptId: AttemptId;
  readonly campaign: CampaignRuntime;
  /** What the campaign said when the call was decided on: a call under way is finished under its old rules. */
  readonly config: Campaign;
  readonly record: LeasedRecord;
  readonly leaseId: LeaseId;
  /** The decision that launched it: ages are counted from here. */
  readonly launchedAtMs: number;
  readonly dialedAtMs: number;
  readonly agent: Agent | null;
  /** Outbound where it is left out. */
  readonly direction?: 'outbound' | 'inbound';
  /** Of a call that came in. */
  readonly calledNumber?: E164;
}

export class Call {
  readonly id: CallId;
  readonly attemptId: AttemptId;
  readonly campaign: CampaignRuntime;
  readonly config: Campaign;
  readonly record: LeasedRecord;
  readonly leaseId: LeaseId;
  readonly launchedAtMs: number;
  readonly dialedAtMs: number;
  readonly direction: 'outbound' | 'inbound';
  readonly calledNumber: E164 | null;
  state: CallState = 'dialing';
  sinceMs: number;
  /** Counts changes, for whoever shows the call. */
  version = 0;
  /** Reserved for this call, offered it, or joined with it. */
  agent: Agent | null;
  /** The last agent who was with the contact. */
  talkedWith: AgentId | null = null;
  /** WX-1: the agent is on the line already, and hears it ring. */
  heardRinging = false;
  recording = false;
  consultation: ConsultationUnderWay | null = null;
  answeredAtMs: number | null = null;
  /** Its agent is on it already: they dialed by hand, accepted it before the answer, or hear it ring. */
  attended = false;
  /** The agent let it pass before anybody answered: the record goes back to the top of the list (GW-9). */
  toTop = false;
  /** Judged to want an agent. */
  wantedAtMs: number | null = null;
  /** When the person's greeting ended, as far as it was heard: the connect window is counted from here. */
  windowFromMs: number | null = null;
  connectedAtMs: number | null = null;
  /** The agent left the call, which goes on. */
  talkEndedAtMs: number | null = null;
  endedAtMs: number | null = null;
  heard: Heard | null = null;
  /** The detector's word on the answer; null while it listens, and where nobody asks it. */
  verdict: Verdict | null = null;
  /** The verdict was a machine, and an agent hears whether it is one. */
  checked = false;
  /** The pacer and the account know that this live answer was connected or abandoned. */
  accounted = false;
  /** The agent said that it was a machine, and the account was told. */
  corrected = false;
  /** Known when the call is over. */
  outcome: Outcome | null = null;
  /** When the last beep was told. */
  beepAtMs: number | null = null;
  beepWait: BeepWait | null = null;
  message: MessageOnCall | null = null;
  /** The verdict took the call from its agent to leave the message. */
  leftByVerdict = false;
  ear: Ear | null = null;
  /** Connected or abandoned, as soon as that is known. */
  liveEnd: LiveEnd | null = null;
  /** Who asked us to hang up; null while nobody has. */
  hungUpBy: EndedBy | null = null;
  /** Why we hung up, for people. */
  detail: string | null = null;
  windowTimer: Timer | null = null;
  offerTimer: Timer | null = null;
  /** Ends what rings for nobody, once it has rung for long enough. */
  ringTimer: Timer | null = null;
  screeningTimer: Timer | null = null;
  messageTimer: Timer | null = null;

  constructor(start: CallStart) {
    this.id = start.id;
    this.attemptId = start.attemptId;
    this.campaign = start.campaign;
    this.config = start.config;
    this.record = start.record;
    this.leaseId = start.leaseId;
    this.launchedAtMs = start.launchedAtMs;
    this.dialedAtMs = start.dialedAtMs;
    this.sinceMs = start.dialedAtMs;
    this.agent = start.agent;
    this.direction = start.direction ?? 'outbound';
    this.calledNumber = start.calledNumber ?? null;
  }

  /** Takes the event through the table; false where the state does not take it. */
  step(event: CallEventName, nowMs: number): boolean {
    const next = callTransition(this.state, event);
    if (!next.ok) return false;
    if (next.state !== this.state) {
      this.state = next.state;
      this.sinceMs = nowMs;
      this.version += 1;
    }
    return true;
  }

  /** Hung up by us, the carrier's word of the end still on its way: nobody waits on it any more. */
  get leaving(): boolean {
    return this.hungUpBy !== null || this.state === 'ended';
  }

  /** How long somebody may wait for an agent: who was called by us, or who calls us. */
  get windowMs(): number {
    const { connectWithinMs, inboundRingMs } = this.config;
    return this.direction === 'inbound' ? inboundRingMs : connectWithinMs;
  }

  /** A person, as far as anyone can tell; a machine may want an agent too where the campaign says so. */
  get isPerson(): boolean {
    return this.heard !== 'machine';
  }

  /** Joined to an agent, or about to be, while the detector still listens. */
  get judgedLater(): boolean {
    return this.ear?.purpose === 'answer' && this.verdict === null;
  }

  cancelTimers(): void {
    this.windowTimer?.cancel();
    this.offerTimer?.cancel();
    this.ringTimer?.cancel();
    this.screeningTimer?.cancel();
    this.windowTimer = null;
    this.offerTimer = null;
    this.ringTimer = null;
    this.screeningTimer = null;
    this.messageTimer?.cancel();
    this.messageTimer = null;
    this.beepWait?.cancel();
    this.beepWait = null;
  }
}
