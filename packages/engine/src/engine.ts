/**
 * The engine's live core: the authority on agents' presence and on calls under way. Synchronous and event-driven, with
 * time and chance as arguments: the same core runs on the wall clock and on a virtual one.
 */
import {
  type AgentMirror,
  type AgentState,
  type CampaignId,
  type Clock,
  type Command,
  type CommandResult,
  type DecisionPicture,
  type EngineConfiguration,
  type EngineEpoch,
  type IdSource,
  isPreviewing,
  type LivePicture,
  type MessageId,
  type Random,
} from '@outdial/shared';
import type { Agent } from './agents/agent.ts';
import { Attendance } from './agents/attendance.ts';
import { CallControls } from './agents/call-controls.ts';
import { Floor } from './agents/floor.ts';
import { Handling } from './agents/handling.ts';
import { Phones } from './agents/phones.ts';
import { Transfers } from './agents/transfers.ts';
import { WrapUp } from './agents/wrap-up.ts';
import { CallDesk } from './calls/call-desk.ts';
import { Delivery } from './calls/delivery.ts';
import { Incoming, TAKEN, tellIncoming } from './calls/incoming.ts';
import { IntentDesk } from './calls/intents.ts';
import { Messages } from './calls/messages.ts';
import { Recordings } from './calls/recordings.ts';
import { takeOver } from './calls/take-over.ts';
import { CallbackSupply } from './campaigns/callback-supply.ts';
import { CampaignDirectory } from './campaigns/directory.ts';
import { carrierOf } from './campaigns/fair-shares.ts';
import { Gate } from './campaigns/gate.ts';
import { PaceLoop } from './campaigns/pace-loop.ts';
import { RateWindow } from './campaigns/rate-window.ts';
import { Supply } from './campaigns/supply.ts';
import { carryOut } from './commands.ts';
import type { PacerState } from './pacing/index.ts';
import { livePicture } from './picture/live-picture.ts';
import { Monitors } from './picture/monitors.ts';
import type { FactSink, RecordSource } from './ports.ts';
import { CallsByHand } from './records/by-hand.ts';
import { RecordDesk } from './records/record-desk.ts';
import type { Screening } from './screening/screening.ts';
import type { Telephony } from './telephony/port.ts';
import type { PacingService } from './workers/index.ts';

export interface EngineParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly telephony: Telephony;
  readonly screening: Screening;
  readonly pacing: PacingService;
  readonly records: RecordSource;
  readonly sink: FactSink;
  /** This life of the engine. */
  readonly epoch: EngineEpoch;
}

export interface Engine {
  /** The campaigns, whole; sent again at every change. */
  configure(configuration: EngineConfiguration): void;
  command(command: Command, expectedVersion?: number): CommandResult;
  picture(): LivePicture;
  /** Every agent that this engine has seen, as the server should mirror them. */
  agents(): AgentMirror[];
  /** Up to the last 200, oldest first; empty for a campaign that the engine does not know. */
  decisions(campaignId: CampaignId): readonly DecisionPicture[];
  /** What the campaign's pacer has learnt and spent; null before its first decision. */
  pacerState(campaignId: CampaignId): PacerState | null;
  /** The pacers' states for the next engine: those of campaigns that have learnt something since they were last asked for. */
  pacersToKeep(): { campaignId: CampaignId; state: PacerState }[];
  /** A message can be played from now on: linear samples, 8 kHz, mono. */
  addMessage(messageId: MessageId, samples: Int16Array): void;
  /** The server is gone: calls under way are finished, nothing new is dialed. */
  serverLost(): void;
  serverBack(): void;
  /** Everybody who was at work is back: what an earlier life left and nobody took over is ended. */
  restored(): void;
  /** Stops at once; calls under way stay with the carrier. */
  close(): void;
}

/** A call is being made for the agent, or offered: a phone on demand is wanted. A record that is read is no call yet. */
function needsPhone({ presence }: Agent): boolean {
  const { kind } = presence;
  return kind === 'offered' || kind === 'connecting' || (kind === 'reserved' && !isPreviewing(presence));
}

/** Nothing to do with a call: a phone on demand is let go. */
const PARTED: ReadonlySet<AgentState> = new Set(['not-ready', 'ready', 'wrap-up']);

export function createEngine(parts: EngineParts): Engine {
  const { clock, random, ids, telephony, screening, pacing, records, sink, epoch } = parts;
  const gate = new Gate();
  const phones = new Phones(clock, telephony, {
    changed(agent) {
      floor.phoneChanged(agent);
      if (agent.phone.state === 'up') delivery.phoneUp(agent);
    },
    failed(agent, reason) {
      floor.step(agent, { type: 'set-not-ready', reason: `the phone did not answer: ${reason}` });
      const { call } = agent;
      if (call !== null && call.answeredAtMs === null) desk.hangUp(call, 'us', 'the phone of its agent did not answer');
    },
  });
  const floor: Floor = new Floor(clock, sink, {
    freed: (agent) => {
      delivery.freed(agent);
      callbacks.serve(agent);
      recordDesk.freed(agent);
    },
    loggedIn: (agent) => phones.open(agent),
    loggedOut: (agent) => phones.close(agent),
    moved: (agent) => {
      recordDesk.moved(agent);
      if (needsPhone(agent)) phones.need(agent);
      else if (PARTED.has(agent.state)) phones.letGo(agent);
      for (const campaign of agent.campaigns) pace.stir(campaign);
    },
  });
  const wrapUp = new WrapUp(clock, floor, sink);
  const messages = new Messages({ clock, ids, telephony, wrapUp, sink });
  const delivery: Delivery = new Delivery({
    ...{ clock, ids, telephony, floor, sink, messages },
    connected(call) {
      if (call.direction === 'inbound') tellIncoming(sink, call, 'answered', TAKEN);
      recordings.connected(call);
      monitors.moved(call);
    },
  });
  const transfers = new Transfers({ clock, ids, floor, telephony, delivery, wrapUp, sink });
  const recordings = new Recordings({ clock, telephony, floor, sink });
  const desk = new CallDesk({
    ...{ clock, ids, random, telephony, screening, sink, floor, wrapUp, delivery, messages, transfers },
    stirred: ({ campaign }) => pace.stir(campaign),
    passed: ({ campaign, record }) => supply.backToTop(campaign, record.contactId),
    ended: (call) => {
      monitors.ended(call);
      recordings.ended(call);
      if (call.campaign.removed) campaigns.tidy();
    },
  });
  const monitors: Monitors = new Monitors({ clock, telephony, sink, floor, findCall: (callId) => desk.get(callId) });
  const supply = new Supply({ clock, records, gate, stocked: (campaign) => pace.stir(campaign) });
  const recordDesk: RecordDesk = new RecordDesk({
    ...{ clock, ids, floor, records, sink, gate },
    campaigns: () => campaigns.all(),
  });
  const byHand = new CallsByHand({
    ...{ clock, ids, floor, gate, wrapUp, records: recordDesk },
    intents: () => intents,
    freeLines: () => freeLines(),
  });
  const campaigns: CampaignDirectory = new CampaignDirectory({
    ...{ random, floor, supply },
    stirred: (campaign) => pace.stir(campaign),
    records: recordDesk,
  });
  const intents: IntentDesk = new IntentDesk({
    ...{ clock, ids, records, sink, floor },
    heldBack: (campaign) => gate.closedFor(campaign)?.detail ?? null,
    granted: (launch) => desk.dial(launch),
    refusedByHand: (launch, because, kept) => byHand.refused(launch, because, kept),
  });
  const freeLines = (): number => Math.max(0, telephony.freeLines() - intents.underWay);
  const rate = new RateWindow();
  const pace: PaceLoop = new PaceLoop({
    ...{ clock, pacing },
    carrier: () => carrierOf(freeLines(), telephony.trunks()),
    campaigns: () => campaigns.all(),
    held: (campaign) => gate.closedFor(campaign) !== null,
    launch: (campaign, n) => {
      const { callsPerSecond } = carrierOf(freeLines(), telephony.trunks());
      const room = rate.room(callsPerSecond, clock.nowMs());
      const launched = intents.launch(campaign, Math.min(n, freeLines(), room));
      if (callsPerSecond !== null) rate.launched(launched, clock.nowMs());
    },
    replenish: (campaign) => supply.replenish(campaign),
  });
  const callbacks: CallbackSupply = new CallbackSupply({
    ...{ clock, records, gate },
    campaigns: () => campaigns.all(),
    launch: (campaign, stocked, agent) => intents.launchFor(campaign, stocked, agent),
  });
  const attendance = new Attendance({
    ...{ clock, floor, wrapUp, records: recordDesk, findCampaign: (id) => campaigns.get(id) },
    takeOver: (agent, resumed) => takeOver({ telephony, desk, sink, recordings }, agent, resumed, clock.nowMs()),
  });
  const handling = new Handling({ clock, floor, delivery, telephony, records: recordDesk, messages, transfers });
  const controls = new CallControls({ floor, telephony, recordings });
  const incoming = new Incoming({ clock, telephony, sink, delivery, desk, campaigns: () => campaigns.all() });
  telephony.listen((event) => {
    if (event.type === 'incoming') incoming.came(event);
    else recordings.ready(event);
  });
  const hands = {
    floor,
    attendance,
    handling,
    controls,
    transfers,
    recordings,
    wrapUp,
    records: recordDesk,
    byHand,
    desk,
    campaigns,
    gate,
    monitors,
  };
  const decisionsMade = (): number => pace.decisionsMade;

  return {
    configure: (configuration) => campaigns.configure(configuration),
    command: (command, expectedVersion) => carryOut(hands, command, expectedVersion),
    picture: () =>
      livePicture(
        { epoch, telephony, screening, floor, desk, campaigns, gate, freeLines, decisionsMade },
        clock.nowMs(),
      ),
    agents: () => [...floor.all()].map((agent) => agent.mirror()),
    decisions: (campaignId) => campaigns.get(campaignId)?.lastDecisions() ?? [],
    pacerState: (campaignId) => campaigns.get(campaignId)?.pace.state ?? null,
    pacersToKeep: () => campaigns.all().flatMap((campaign) => campaign.stateToKeep() ?? []),
    addMessage: (messageId, samples) => telephony.addMessage(messageId, samples),
    serverLost() {
      gate.serverLost = true;
      // Whoever asked for them cannot stop them any more.
      monitors.stopAll();
    },
    serverBack() {
      gate.serverLost = false;
    },
    restored() {
      telephony.earlierLife?.letGo();
    },
    close() {
      pace.close();
      recordDesk.close();
      callbacks.close();
      phones.stop();
      monitors.close();
      desk.close();
      floor.close();
    },
  };
}
