/**
 * The live picture: what the engine shows of itself five to ten times a second. It is lossy on purpose (a slow reader
 * sees the newest one); facts travel elsewhere.
 */

import type { AgentState } from '../domain/agent-table.ts';
import type { Outcome } from '../domain/attempt.ts';
import type { CallState } from '../domain/call.ts';
import type { Activity, CampaignState, DialingMode } from '../domain/campaign.ts';
import type { MonitorMode } from '../domain/line.ts';
import type { PhonePicture } from '../domain/phone.ts';
import type { AgentId, AttemptId, CallId, CampaignId, ContactId, E164, EngineEpoch } from '../ids.ts';

/** One pacing decision, told: the figures and the rule that bound it. */
export interface DecisionPicture {
  atMs: number;
  launch: number;
  /** One sentence for people. */
  sentence: string;
  /** The rule that bound the decision. */
  boundBy: string;
  /** Named figures: expected free agents, expected answers, margin, budget left… */
  figures: Readonly<Record<string, number>>;
}

export interface CampaignTotals {
  attempts: number;
  live: number;
  connected: number;
  abandoned: number;
  outcomes: Readonly<Partial<Record<Outcome, number>>>;
  talkMs: number;
  wrapUpMs: number;
  /** Logged-in time of agents on the campaign, not-ready time left out. */
  agentMs: number;
  screenedFrames: number;
}

export interface LostPicture {
  /** In calls, over the legal window. */
  people: number;
  upper: number;
  /** Of the live answers and these people together, 0 to 1. */
  ratio: number;
  /** Calls that an agent has checked. */
  checked: number;
}

export interface CampaignPicture {
  campaignId: CampaignId;
  name: string;
  mode: DialingMode;
  state: CampaignState;
  activity: Activity;
  /** Calls under way for each agent at work: the dial level. */
  pace: number;
  calls: { dialing: number; ringing: number; screening: number; waiting: number; connected: number };
  agents: { joined: number; ready: number; reserved: number; talking: number; wrapUp: number; notReady: number };
  totals: CampaignTotals;
  /** Share of live answers abandoned in the legal window, 0 to 1. */
  abandonRatio: number;
  abandonTarget: number;
  /** People whom the detector took for machines, estimated: beside the abandoned, and in the budget with them. */
  lost: LostPicture;
  /** Live answers of attempts that ended, 0 to 1; null before the first. */
  answerRatio: number | null;
  /** Records at hand in the engine. */
  stock: number;
  lastDecision: DecisionPicture | null;
}

export interface AgentPicture {
  agentId: AgentId;
  name: string;
  state: AgentState;
  sinceMs: number;
  reason: string | null;
  campaignId: CampaignId | null;
  callId: CallId | null;
  joined: readonly CampaignId[];
  today: { calls: number; talkMs: number; wrapUpMs: number; readyMs: number };
  /** Left out where nothing is known of it. */
  phone?: PhonePicture;
}

export interface CallPicture {
  callId: CallId;
  attemptId: AttemptId;
  campaignId: CampaignId;
  contactId: ContactId;
  contactName: string;
  number: E164;
  state: CallState;
  startedAtMs: number;
  sinceMs: number;
  agentId: AgentId | null;
  /** Outbound where it is left out. */
  direction?: 'outbound' | 'inbound';
  recording?: boolean;
  /** What the detector hears or said: `speech`, `machine`, `tone 2100 Hz`… */
  detector: string | null;
}

export interface EnginePicture {
  callsUnderWay: number;
  freeLines: number;
  framesScreened: number;
  decisionsMade: number;
  /**
   * `slowed`: it refused calls for want of room, and gets fewer for a while; `deaf`: no audio of its calls comes to the
   * detector. `detail` says what it answered, or what to check.
   */
  trunks: readonly {
    name: string;
    up: boolean;
    slowed?: boolean;
    deaf?: boolean;
    linesInUse: number;
    maxLines: number;
    detail: string;
  }[];
}

export interface LivePicture {
  atMs: number;
  epoch: EngineEpoch;
  campaigns: readonly CampaignPicture[];
  agents: readonly AgentPicture[];
  calls: readonly CallPicture[];
  engine: EnginePicture;
}

/** One tick of a monitored call: what the meter and the detector say (in simulation; by phone one hears it as well). */
export interface MonitorTick {
  monitorId: string;
  callId: CallId;
  atMs: number;
  contactDbfs: number;
  agentDbfs: number;
  state: CallState;
  detector: Readonly<Record<string, number | string | boolean | null>> | null;
  mode: MonitorMode;
  /** The supervisor's phone: none asked for, being called, on the line, or why not. */
  phone: 'none' | 'calling' | 'up' | 'failed';
  /** For people: why the phone failed, or why the mode was not changed. */
  notice: string | null;
}
