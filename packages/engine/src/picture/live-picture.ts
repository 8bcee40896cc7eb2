/** The live picture, put together when somebody asks: parts that did not change are the same objects as last time. */
import type {
  CallPicture,
  CallState,
  CampaignPicture,
  CampaignTotals,
  EngineEpoch,
  EnginePicture,
  LivePicture,
  LostEstimate,
} from '@outdial/shared';
import type { Floor } from '../agents/floor.ts';
import type { Call } from '../calls/call.ts';
import type { CallDesk } from '../calls/call-desk.ts';
import { activityOf } from '../campaigns/activity.ts';
import type { CampaignRuntime } from '../campaigns/campaign.ts';
import type { CampaignDirectory } from '../campaigns/directory.ts';
import type { Gate } from '../campaigns/gate.ts';
import type { Screening } from '../screening/screening.ts';
import type { Telephony } from '../telephony/port.ts';

export interface PictureParts {
  readonly epoch: EngineEpoch;
  readonly telephony: Telephony;
  readonly screening: Screening;
  readonly floor: Floor;
  readonly desk: CallDesk;
  readonly campaigns: CampaignDirectory;
  readonly gate: Gate;
  readonly freeLines: () => number;
  readonly decisionsMade: () => number;
}

const shown = new WeakMap<Call, { version: number; picture: CallPicture }>();

export function livePicture(parts: PictureParts, nowMs: number): LivePicture {
  const { floor, desk, campaigns, telephony, screening } = parts;
  const agents = [];
  for (const agent of floor.all()) {
    agent.settle(nowMs);
    agents.push(agent.picture());
  }
  const calls = [];
  for (const call of desk.all()) calls.push(callPicture(call));
  const engine: EnginePicture = {
    callsUnderWay: desk.size,
    freeLines: parts.freeLines(),
    framesScreened: screening.framesScreened,
    decisionsMade: parts.decisionsMade(),
    trunks: telephony.trunks().map(({ name, up, slowed = false, deaf = false, linesInUse, maxLines, detail }) => ({
      ...{ name, up, slowed, deaf, linesInUse, maxLines, detail },
    })),
  };
  return {
    atMs: nowMs,
    epoch: parts.epoch,
    campaigns: campaigns.all().map((campaign) => campaignPicture(campaign, parts, nowMs)),
    agents,
    calls,
    engine,
  };
}

function callPicture(call: Call): CallPicture {
  const known = shown.get(call);
  if (known?.version === call.version && call.ear === null) return known.picture;
  const picture: CallPicture = {
    callId: call.id,
    attemptId: call.attemptId,
    campaignId: call.campaign.id,
    contactId: call.record.contactId,
    contactName: call.record.name,
    number: call.record.number,
    state: call.state,
    startedAtMs: call.dialedAtMs,
    sinceMs: call.sinceMs,
    agentId: call.agent?.id ?? null,
    direction: call.direction,
    recording: call.recording,
    detector: detectorWords(call),
  };
  shown.set(call, { version: call.version, picture });
  return picture;
}

/** What the detector hears, or said. */
function detectorWords(call: Call): string | null {
  if (call.message !== null) return messageWords(call);
  if (call.ear === null) return call.heard;
  if (call.beepWait !== null) return 'waits for the beep';
  const view = call.ear.view();
  if (view.tone !== null) return `tone ${view.tone}`;
  return view.speech ? 'speech' : 'silence';
}

function messageWords({ message }: Call): string {
  if (message === null || message.startedAtMs === null) return 'waits for the beep';
  return message.purpose === 'voicemail' ? 'a message is left' : 'hears that no agent is free';
}

function campaignPicture(campaign: CampaignRuntime, parts: PictureParts, nowMs: number): CampaignPicture {
  const { config, totals } = campaign;
  const calls = countCalls(campaign);
  const agents = countAgents(campaign);
  const atWork = agents.joined - agents.notReady;
  const underWay = campaign.calls.size + campaign.launches.size;
  const { live, abandoned, lost } = campaign.figures(nowMs);
  return {
    campaignId: campaign.id,
    name: config.name,
    mode: config.mode,
    state: campaign.state,
    activity: activityOf(campaign, parts.gate, { free: parts.freeLines(), down: trunksDown(parts.telephony) }),
    pace: atWork === 0 ? 0 : underWay / atWork,
    calls,
    agents,
    totals: totals.picture(),
    abandonRatio: live === 0 ? 0 : abandoned / live,
    abandonTarget: config.abandonTarget,
    lost: lostPicture(lost, live),
    answerRatio: answerRatio(totals, answeredNow(campaign)),
    stock: campaign.stock.size,
    lastDecision: campaign.pace.decisions.at(-1) ?? null,
  };
}

/** Whoever talks at this moment has answered: without them the share would be that of the short calls. */
const answerRatio = ({ attempts, live }: CampaignTotals, now: number): number | null =>
  attempts + now === 0 ? null : (live + now) / (attempts + now);

const ANSWERED: ReadonlySet<CallState> = new Set(['waiting', 'connecting', 'connected', 'held']);

/** Calls of ours on which a person is, or is taken to be. */
function answeredNow({ calls }: CampaignRuntime): number {
  let answered = 0;
  for (const { state, direction } of calls) if (direction === 'outbound' && ANSWERED.has(state)) answered += 1;
  return answered;
}

function trunksDown(telephony: Telephony): string | null {
  const trunks = telephony.trunks();
  if (trunks.some(({ up }) => up)) return null;
  return trunks.map(({ name, detail }) => `${name}: ${detail}`).join('; ') || 'none is set up';
}

function lostPicture({ people, upper, checked }: LostEstimate, live: number): CampaignPicture['lost'] {
  return { people, upper, ratio: people === 0 ? 0 : people / (live + people), checked };
}

function countCalls(campaign: CampaignRuntime): CampaignPicture['calls'] {
  const counts = { dialing: campaign.launches.size, ringing: 0, screening: 0, waiting: 0, connected: 0 };
  for (const { state } of campaign.calls) {
    if (state === 'dialing' || state === 'ringing' || state === 'screening' || state === 'waiting') counts[state] += 1;
    else if (state !== 'ended') counts.connected += 1;
  }
  return counts;
}

function countAgents(campaign: CampaignRuntime): CampaignPicture['agents'] {
  const counts = { joined: campaign.members.size, ready: 0, reserved: 0, talking: 0, wrapUp: 0, notReady: 0 };
  for (const agent of campaign.members.all) {
    const { presence } = agent;
    // Without a phone nobody is there to be joined, whatever they wanted.
    if (presence.kind === 'ready') counts[agent.phone.state === 'down' ? 'notReady' : 'ready'] += 1;
    else if (presence.kind === 'reserved') counts.reserved += 1;
    else if (presence.kind === 'wrap-up') counts.wrapUp += 1;
    else if (presence.kind === 'not-ready') counts.notReady += 1;
    else counts.talking += 1;
  }
  return counts;
}
