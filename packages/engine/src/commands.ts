/** Every command of the bus, carried out or refused with a code and a sentence. */
import { type AgentId, type Command, type CommandResult, isPreviewing } from '@outdial/shared';
import type { Agent } from './agents/agent.ts';
import type { Attendance } from './agents/attendance.ts';
import type { CallControls } from './agents/call-controls.ts';
import type { Floor } from './agents/floor.ts';
import type { Handling } from './agents/handling.ts';
import type { Transfers } from './agents/transfers.ts';
import type { WrapUp } from './agents/wrap-up.ts';
import type { CallDesk } from './calls/call-desk.ts';
import type { Recordings } from './calls/recordings.ts';
import type { CampaignDirectory } from './campaigns/directory.ts';
import type { Gate } from './campaigns/gate.ts';
import type { Monitors } from './picture/monitors.ts';
import type { CallsByHand } from './records/by-hand.ts';
import type { RecordDesk } from './records/record-desk.ts';
import { type Refusal, refusal } from './refusal.ts';

export interface CommandParts {
  readonly floor: Floor;
  readonly attendance: Attendance;
  readonly handling: Handling;
  readonly controls: CallControls;
  readonly transfers: Transfers;
  readonly recordings: Recordings;
  readonly wrapUp: WrapUp;
  readonly records: RecordDesk;
  readonly byHand: CallsByHand;
  readonly desk: CallDesk;
  readonly campaigns: CampaignDirectory;
  readonly gate: Gate;
  readonly monitors: Monitors;
}

type AgentCommand = Extract<Command, { agentId: AgentId }>;
type InteractionCommand = Extract<AgentCommand, { interactionId: unknown }>;

/** `expectedVersion` is the agent's version that the sender saw; a newer one refuses the command. */
export function carryOut(parts: CommandParts, command: Command, expectedVersion?: number): CommandResult {
  if (!('agentId' in command) && command.type !== 'agent.log-in') return answer(onEngine(parts, command));
  const agentId = command.type === 'agent.log-in' ? command.seat.agentId : command.agentId;
  const agent = parts.floor.get(agentId);
  if (agent !== undefined && expectedVersion !== undefined && expectedVersion !== agent.version) {
    const stale = refusal('stale-version', `You saw version ${expectedVersion}, this is version ${agent.version}.`);
    return answer(stale, agent);
  }
  if (command.type === 'agent.log-in') {
    const refused = parts.attendance.logIn(command);
    return answer(refused, parts.floor.get(agentId));
  }
  if (agent === undefined)
    return answer(refusal('unknown-agent', 'The engine knows no such agent: not logged in yet.'));
  agent.notice = null;
  return answer(onAgent(parts, agent, command), agent);
}

function onAgent(parts: CommandParts, agent: Agent, command: AgentCommand): Refusal | null {
  const { attendance } = parts;
  switch (command.type) {
    case 'agent.log-out':
      return attendance.logOut(agent);
    case 'agent.ready':
      return attendance.ready(agent);
    case 'agent.not-ready':
      return attendance.notReady(agent, command.reason, command.by);
    case 'agent.redial-last':
      return parts.byHand.redialLast(agent, command);
    case 'agent.forget-last':
      agent.last = null;
      parts.floor.show(agent);
      return null;
    case 'agent.ready-after-wrap-up':
      return attendance.choose(agent, command.ready);
    case 'agent.join':
      return attendance.join(agent, command.campaignId);
    case 'agent.leave':
      return attendance.leave(agent, command.campaignId);
    case 'agent.get-record': {
      const campaign = parts.campaigns.get(command.campaignId);
      return campaign === undefined ? refusal('unknown-campaign') : parts.records.getRecord(agent, campaign);
    }
    default:
      return onInteraction(parts, agent, command);
  }
}

function onInteraction(parts: CommandParts, agent: Agent, command: InteractionCommand): Refusal | null {
  const { handling, wrapUp, records, byHand, controls, transfers } = parts;
  if (agent.interaction?.picture.interactionId !== command.interactionId) return refusal('unknown-interaction');
  switch (command.type) {
    case 'interaction.accept':
      return handling.accept(agent);
    case 'interaction.reject':
      return handling.reject(agent);
    case 'interaction.hold':
      return handling.hold(agent);
    case 'interaction.resume':
      return handling.resume(agent);
    case 'interaction.hang-up':
      return handling.hangUp(agent);
    case 'interaction.leave-message':
      return handling.leaveMessage(agent);
    case 'interaction.mute':
      return controls.mute(agent, command.muted);
    case 'interaction.dtmf':
      return controls.press(agent, command.digits);
    case 'interaction.record':
      return controls.record(agent, command.on);
    case 'interaction.transfer':
      return transfers.blind(agent, command.to);
    case 'interaction.consult':
      return transfers.consult(agent, command.to);
    case 'interaction.complete-transfer':
      return transfers.complete(agent);
    case 'interaction.return':
      return transfers.return(agent);
    case 'interaction.wrap-up':
      return wrapUp.set(agent, command.code, command.notes);
    case 'interaction.call':
      return byHand.call(agent, command);
    case 'interaction.redial':
      return byHand.redial(agent, command);
    case 'interaction.decline':
      return records.decline(agent, command.how, command.stop);
    case 'interaction.done':
      // A record that nobody called is closed by this: it is called later.
      if (isPreviewing(agent.presence)) return records.decline(agent, 'later', command.stop ?? false);
      return wrapUp.done(agent, command.stop ?? false);
  }
}

function onEngine(
  parts: CommandParts,
  command: Exclude<Command, AgentCommand | { type: 'agent.log-in' }>,
): Refusal | null {
  const { campaigns, desk, gate, monitors, recordings } = parts;
  switch (command.type) {
    case 'campaign.state':
      return campaigns.setState(command.campaignId, command.state);
    case 'call.hang-up': {
      const call = desk.get(command.callId);
      if (call === undefined) return refusal('unknown-call');
      desk.hangUp(call, 'us', 'a supervisor ended the call');
      return null;
    }
    case 'monitor.start':
      return monitors.start(command);
    case 'monitor.mode':
      return monitors.setMode(command.monitorId, command.mode);
    case 'call.record': {
      const call = desk.get(command.callId);
      return call === undefined ? refusal('unknown-call') : recordings.ask(call, command.on);
    }
    case 'monitor.stop':
      monitors.stop(command.monitorId);
      return null;
    case 'engine.stop-dialing':
      gate.stopped = command.because ?? 'drain';
      return null;
    case 'engine.resume-dialing':
      gate.stopped = null;
      return null;
    case 'engine.end-calls':
      for (const call of [...desk.all()]) desk.hangUp(call, 'us', 'all calls were ended');
      return null;
  }
}

function answer(refused: Refusal | null, agent?: Agent): CommandResult {
  const mirror = agent === undefined ? {} : { agent: agent.mirror() };
  return refused === null ? { ok: true, ...mirror } : { ...refused, ...mirror };
}
