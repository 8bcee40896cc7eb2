/** Commands on a call in hand: mute, digits, recording, transfers; and a supervisor's monitoring. */
import type { MonitorMode, TransferTarget } from '../domain/line.ts';
import type { AgentId, CallId, InteractionId } from '../ids.ts';

interface OnInteraction {
  agentId: AgentId;
  interactionId: InteractionId;
}

export type InteractionControl =
  | ({ type: 'interaction.mute'; muted: boolean } & OnInteraction)
  | ({ type: 'interaction.dtmf'; digits: string } & OnInteraction)
  | ({ type: 'interaction.record'; on: boolean } & OnInteraction)
  /** Hands the contact over at once. */
  | ({ type: 'interaction.transfer'; to: TransferTarget } & OnInteraction)
  /** The contact is put on hold, and the target called; then `complete-transfer` or `return`. */
  | ({ type: 'interaction.consult'; to: TransferTarget } & OnInteraction)
  | ({ type: 'interaction.complete-transfer' | 'interaction.return' } & OnInteraction);

export type SupervisorControl =
  | { type: 'call.record'; callId: CallId; on: boolean }
  /** `phone` null: the console's meter alone. */
  | { type: 'monitor.start'; monitorId: string; callId: CallId; phone: string | null; mode: MonitorMode }
  | { type: 'monitor.mode'; monitorId: string; mode: MonitorMode }
  | { type: 'monitor.stop'; monitorId: string };
