/**
 * Server ↔ engine. Two sockets: *control* (the server binds a Router, an engine connects a Dealer; everything that must
 * arrive), and *live* (the engine publishes, conflated; pictures that may be lost). Each frame is one JSON message.
 *
 * Intent before dial: only a `granted` attempt is originated. Facts carry (epoch, seq), are kept until acknowledged and
 * are applied once.
 */
import type { Campaign } from '../config/campaign.ts';
import type { AfterWork, Presence } from '../domain/agent.ts';
import type { EndedBy, LiveEnd, Outcome } from '../domain/attempt.ts';
import type { CallState } from '../domain/call.ts';
import type { CampaignState } from '../domain/campaign.ts';
import type { InteractionState } from '../domain/interaction.ts';
import type { LinePicture } from '../domain/line.ts';
import type { MachineVerdicts } from '../domain/lost-to-detection.ts';
import type { PhoneMode, PhonePicture } from '../domain/phone.ts';
import type {
  AgentId,
  AttemptId,
  CallId,
  CampaignId,
  ContactId,
  E164,
  EngineEpoch,
  InteractionId,
  LeaseId,
  ListId,
  MessageId,
} from '../ids.ts';
import type { LivePicture, MonitorTick } from '../live/picture.ts';
import type { InteractionControl, SupervisorControl } from './call-control.ts';
import type { CallFact } from './call-facts.ts';
import type { KeptLease, LeftCall, ResumedCall } from './left-calls.ts';

export const BUS_PROTOCOL = 1;

/** A contact handed out: what an agent sees and the number that the server chose. */
export interface LeasedRecord {
  contactId: ContactId;
  /** In which list it stands; a record that was taken over from an earlier engine does not say. */
  listId?: ListId;
  name: string;
  number: E164;
  /** All of the contact's numbers, for an agent who chooses; left out: there is no other. */
  numbers?: readonly E164[];
  fields: Readonly<Record<string, string>>;
  /** Attempts made before this one. */
  attempts: number;
  /** It is a callback whose time has come; left out: it is none. */
  callback?: CallbackMark;
}

/** What an engine and its agents must know of a callback. */
export interface CallbackMark {
  callbackId: string;
  /** Promised by one agent: the origin says so (GW-17). */
  personal: boolean;
  /** Who alone may take it; null: any agent. */
  agentId: AgentId | null;
  dueAtMs: number;
  notes: string;
}

export interface LeaseGrant {
  leaseId: LeaseId;
  campaignId: CampaignId;
  records: readonly LeasedRecord[];
  expiresAtMs: number;
  /** Why there are fewer than asked for; null where there are not. */
  shortBecause: 'no-contacts-left' | 'no-contacts-callable-now' | 'outside-hours' | 'no-consent' | null;
  /** When the next contact may be called, where that is known. */
  nextAtMs: number | null;
  /** Where callbacks are asked for: those that fall due in the next half a minute, which will take agents away. */
  coming?: readonly ComingCallback[];
}

export interface ComingCallback {
  /** Null: any agent. */
  agentId: AgentId | null;
  dueAtMs: number;
}

export interface Intent {
  attemptId: AttemptId;
  leaseId: LeaseId;
  campaignId: CampaignId;
  contactId: ContactId;
  number: E164;
  callerId: E164;
  agentId: AgentId | null;
  /** An agent dials by hand: it may be any of the contact's numbers. */
  byHand?: true;
  /** GCC-4: nobody answered this attempt, and the agent tries once more; the record is leased no longer. */
  redialOf?: AttemptId;
}

export type IntentAnswer =
  | { attemptId: AttemptId; granted: true; validUntilMs: number }
  /** `kept`: the record is still the agent's, who may choose another number or another caller ID. */
  | { attemptId: AttemptId; granted: false; reasons: readonly string[]; kept?: true };

/** What happened, to be applied once. `atMs` is the engine's clock. */
export type Fact = { seq: number; atMs: number } & FactBody;

export type FactBody =
  | { type: 'answered'; attemptId: AttemptId; ringMs: number }
  | {
      type: 'screened';
      attemptId: AttemptId;
      verdict: string;
      screeningMs: number;
      confidence: number;
      reasons: readonly string[];
      frames: number;
    }
  | { type: 'connected'; attemptId: AttemptId; agentId: AgentId; interactionId: InteractionId; waitMs: number }
  | {
      type: 'ended';
      attemptId: AttemptId;
      outcome: Outcome;
      liveEnd: LiveEnd | null;
      endedBy: EndedBy;
      detail: string;
      talkMs: number;
      waitMs: number | null;
      /** A message that was to be played to the contact: after a beep, or because no agent was free. */
      message?: PlayedMessage;
    }
  | {
      type: 'wrapped-up';
      attemptId: AttemptId;
      agentId: AgentId;
      interactionId: InteractionId;
      code: string | null;
      notes: string;
      wrapUpMs: number;
    }
  /** The person pressed the campaign's opt-out key while a message was played to them, or just after. */
  | { type: 'opted-out'; attemptId: AttemptId; digit: string; purpose: PlayedMessage['purpose'] }
  | { type: 'agent'; agentId: AgentId; presence: Presence; version: number; joined: readonly CampaignId[] }
  /** GW-7: an agent closed a record without calling: not before `notBeforeMs`, or never again. */
  | {
      type: 'declined';
      campaignId: CampaignId;
      contactId: ContactId;
      agentId: AgentId;
      how: 'later' | 'do-not-call';
      notBeforeMs: number;
    }
  | CallFact;

/** The evidence of a message: which, why, and when it began. */
export interface PlayedMessage {
  readonly messageId: MessageId;
  readonly purpose: 'voicemail' | 'abandonment';
  /** Since the beep (of a machine), or since the person's greeting ended; null: it never began. */
  readonly startedAfterMs: number | null;
  /** Heard to its end before anybody hung up. */
  readonly completed: boolean;
}

/** A recorded message as the engine must know it; the sound itself is asked for (`message.request`). */
export interface MessageEntry {
  readonly messageId: MessageId;
  readonly lengthMs: number;
}

/** The interaction that an agent has in hand, whole: an alert needs no second question (BP-5, WX-5). */
export interface InteractionPicture {
  interactionId: InteractionId;
  campaignId: CampaignId;
  campaignName: string;
  attemptId: AttemptId | null;
  callId: CallId | null;
  contactId: ContactId;
  contactName: string;
  number: E164;
  /** All of the contact's numbers. */
  numbers: readonly E164[];
  fields: Readonly<Record<string, string>>;
  /** Attempts made before this interaction. */
  attempts: number;
  /** GW-10 and GW-17: where this call comes from, in words. */
  origin: string;
  state: InteractionState;
  /** GW-11: how far the call is, and once it is over what came of it; null before any call. */
  callStatus: CallState | Outcome | null;
  /** Redials by hand that were made in this interaction (GCC-4). */
  redials: number;
  /** Outbound where it is left out. */
  direction?: 'outbound' | 'inbound';
  /** Quiet where it is left out: nobody muted, nothing recorded, nobody consulted. */
  line?: LinePicture;
  sinceMs: number;
  wrapUpCode: string | null;
  notes: string;
  /** What the detector said, where it listens while they talk (connect first). */
  verdict?: { label: string; confidence: number };
  /** GW-17: the callback that it came from; left out: none. */
  fromCallback?: CallbackMark;
}

/** Whom an agent wrapped up last: what a redial is decided on, also by an engine that did not make the call (OUT-4). */
export type LastContact = Omit<InteractionPicture, 'state' | 'sinceMs' | 'wrapUpCode' | 'notes' | 'verdict'>;

/** An agent's live state, versioned; the server mirrors it and answers `allowedActions` from it. */
export interface AgentMirror {
  agentId: AgentId;
  version: number;
  presence: Presence;
  joined: readonly CampaignId[];
  interaction: InteractionPicture | null;
  /** What the engine has to tell the agent, in words; gone with the agent's next act. */
  notice?: AgentNotice | null;
  /** Left out by engines that do not tell of phones. */
  phone?: PhonePicture;
  /** OUT-4: whom they wrapped up last; null: nobody since they began work. */
  last?: LastContact | null;
  /** OUT-5: the agent's standing choice, as on their seat. */
  readyAfterWrapUp?: boolean | null;
}

export interface AgentNotice {
  atMs: number;
  code: 'no-record' | 'call-refused' | 'record-gone' | 'campaign-changed';
  text: string;
}

/** What an engine must know of an agent to let them work. */
export interface AgentSeat {
  agentId: AgentId;
  name: string;
  /** A SIP endpoint or a number; the simulated carrier takes anything. */
  phone: string;
  /** `nailed-up` where it is left out: called at log-in and kept. */
  phoneMode?: PhoneMode;
  /** OUT-5: whether they are ready by themselves after each wrap-up; null or left out: as the campaign says. */
  readyAfterWrapUp?: boolean | null;
}

export type Command =
  | {
      type: 'agent.log-in';
      seat: AgentSeat;
      joined: readonly CampaignId[];
      /** `talking` and `held`: the call outlived the engine, and goes on. */
      /** `preview` and `offered`: a record, read or pushed, that nobody called yet. */
      restore?: 'ready' | 'not-ready' | 'wrap-up' | 'talking' | 'held' | 'preview' | 'offered';
      /** With `restore`: why they were not ready, and what they had asked to become after the work in hand. */
      reason?: string;
      after?: AfterWork;
      interaction?: InteractionPicture | null;
      /** With `talking` and `held`. */
      call?: ResumedCall;
      /** With `preview` and `offered`: the lease is this engine's from now on. */
      lease?: KeptLease;
      /** OUT-4: whom they wrapped up last. */
      last?: LastContact | null;
    }
  | { type: 'agent.log-out'; agentId: AgentId; by: 'agent' | 'supervisor' }
  | { type: 'agent.ready'; agentId: AgentId }
  | { type: 'agent.not-ready'; agentId: AgentId; reason: string; by: 'agent' | 'supervisor' }
  /** OUT-4: whom they wrapped up last, with nothing in hand since; left out: as in a redial. */
  | { type: 'agent.redial-last'; agentId: AgentId; number?: E164; callerId?: E164 }
  /** OUT-8: whom they wrapped up last was erased. */
  | { type: 'agent.forget-last'; agentId: AgentId }
  | { type: 'agent.ready-after-wrap-up'; agentId: AgentId; ready: boolean | null }
  | { type: 'agent.join'; agentId: AgentId; campaignId: CampaignId }
  | { type: 'agent.leave'; agentId: AgentId; campaignId: CampaignId }
  | {
      type:
        | 'interaction.accept'
        | 'interaction.reject'
        | 'interaction.hold'
        | 'interaction.resume'
        | 'interaction.hang-up'
        /** BP-10: a message is left on this machine, and the agent is free at once. */
        | 'interaction.leave-message';
      agentId: AgentId;
      interactionId: InteractionId;
    }
  /** GW-2: the next record of a preview campaign, for this agent; joins the campaign where the agent has not. */
  | { type: 'agent.get-record'; agentId: AgentId; campaignId: CampaignId }
  /** The previewed record, or (`redial`) the contact whom nobody answered for; left out: the number and caller ID of before. */
  | {
      type: 'interaction.call' | 'interaction.redial';
      agentId: AgentId;
      interactionId: InteractionId;
      number?: E164;
      callerId?: E164;
    }
  /** GW-7; `stop`: no next record by itself. */
  | {
      type: 'interaction.decline';
      agentId: AgentId;
      interactionId: InteractionId;
      how: 'later' | 'do-not-call';
      stop: boolean;
    }
  | { type: 'interaction.wrap-up'; agentId: AgentId; interactionId: InteractionId; code: string | null; notes: string }
  | { type: 'interaction.done'; agentId: AgentId; interactionId: InteractionId; stop?: boolean }
  | { type: 'campaign.state'; campaignId: CampaignId; state: CampaignState }
  | { type: 'call.hang-up'; callId: CallId }
  | InteractionControl
  | SupervisorControl
  /** No new calls from now on, in every campaign; `resume` undoes it. */
  | { type: 'engine.stop-dialing'; because?: 'drain' | 'emergency-stop' }
  | { type: 'engine.resume-dialing' }
  /** Ends what is still up, closed as ended by us. */
  | { type: 'engine.end-calls' };

export type CommandResult =
  | { ok: true; agent?: AgentMirror }
  | { ok: false; code: string; message: string; agent?: AgentMirror };

/** What the store knows of a campaign's abandonment window. */
export interface CampaignHistory {
  readonly live: number;
  readonly abandoned: number;
  /** Detection's part of it; left out: nothing is known. */
  readonly verdicts?: MachineVerdicts;
  /** The same by parts of the window, oldest first, so that what has passed out of it stops counting; left out: all of it stays. */
  readonly parts?: readonly HistoryPart[];
}

export interface HistoryPart {
  /** When the part ends. */
  readonly atMs: number;
  readonly live: number;
  readonly abandoned: number;
  /** Calls that the verdict *machine* ended. */
  readonly ended: number;
}

/** Campaigns as the engine needs them; sent whole at every change (they are few and small). */
export interface EngineConfiguration {
  campaigns: readonly Campaign[];
  /** What each campaign's window holds from before this engine began, from the store; heard once. */
  history?: Readonly<Record<CampaignId, CampaignHistory>>;
  /** What the pacers of an earlier engine have learnt, in the engine's own form; heard once. */
  learnt?: Readonly<Record<CampaignId, unknown>>;
  /** How long each must ring before it is given up, as its compliance packs say; left out: not at all. */
  minRingMs?: Readonly<Record<CampaignId, number>>;
  /** Messages that can be played; left out: none. */
  messages?: readonly MessageEntry[];
}

export type EngineMessage =
  /** `left`: what an earlier life of the engine left up at the carrier; told until the welcome. */
  | {
      type: 'hello';
      protocol: number;
      epoch: EngineEpoch;
      telephony: string;
      pid: number;
      left?: readonly LeftCall[];
    }
  | { type: 'heartbeat'; epoch: EngineEpoch; atMs: number }
  /**
   * `forAgent`: an agent reads it first, so it is kept for so long; a lease that ends unused goes to the top of the list.
   * `callbacksFor`: only callbacks that are due, those of any agent and the personal ones of these.
   */
  | {
      type: 'lease.request';
      id: number;
      campaignId: CampaignId;
      n: number;
      epoch: EngineEpoch;
      forAgent?: { agentId: AgentId; keepMs: number };
      callbacksFor?: readonly AgentId[];
    }
  /** `top`: back to the top of the list (GW-9); `retry`: where it was. */
  | {
      type: 'lease.return';
      contactIds: readonly ContactId[];
      campaignId: CampaignId;
      position: 'top' | 'retry';
      epoch: EngineEpoch;
    }
  | { type: 'intent.batch'; id: number; epoch: EngineEpoch; intents: readonly Intent[] }
  | { type: 'facts'; epoch: EngineEpoch; facts: readonly Fact[] }
  /** What the pacers have learnt, for the next engine; `state` is the engine's own form. */
  | { type: 'pacers'; epoch: EngineEpoch; states: readonly { campaignId: CampaignId; state: unknown }[] }
  /** The sound of a message that the engine was told of and has not got yet. */
  | { type: 'message.request'; epoch: EngineEpoch; messageId: MessageId }
  | { type: 'command.result'; id: string; result: CommandResult }
  /** An agent changed: at once, in order, beside the lossy picture. */
  | { type: 'agents'; epoch: EngineEpoch; agents: readonly AgentMirror[] }
  | { type: 'monitor'; epoch: EngineEpoch; tick: MonitorTick };

export type ServerMessage =
  /** Answers `hello`: the configuration and the agents to restore. */
  | {
      type: 'welcome';
      protocol: number;
      epoch: EngineEpoch;
      configuration: EngineConfiguration;
      restore: readonly Extract<Command, { type: 'agent.log-in' }>[];
    }
  | { type: 'heartbeat'; atMs: number }
  | { type: 'lease.grant'; id: number; grant: LeaseGrant }
  | { type: 'lease.refused'; id: number; reason: string }
  | { type: 'intent.answers'; id: number; answers: readonly IntentAnswer[] }
  | { type: 'ack'; epoch: EngineEpoch; seq: number }
  /** 8 kHz, mono, 16 bit, little-endian, in base64. */
  | { type: 'message.sound'; messageId: MessageId; samples: string }
  | { type: 'configure'; configuration: EngineConfiguration }
  | { type: 'command'; id: string; expectedVersion?: number; command: Command };

/** What the live socket carries. */
export type LiveMessage = { type: 'picture'; picture: LivePicture };
