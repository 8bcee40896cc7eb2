/** What goes on around a conversation beside the two who have it: mute, recording, who listens, and whom the agent consults. */
import type { AgentId, E164 } from '../ids.ts';

export const MONITOR_MODES = ['listen', 'whisper', 'barge'] as const;
export type MonitorMode = (typeof MONITOR_MODES)[number];

/** To whom a contact is handed: somebody outside, or another agent. */
export type TransferTarget = { kind: 'number'; number: E164 } | { kind: 'agent'; agentId: AgentId };

export interface Consultation {
  /** A name or a number. */
  readonly with: string;
  readonly state: 'calling' | 'talking';
}

export interface LinePicture {
  readonly muted: boolean;
  readonly recording: boolean;
  /** Null: nobody listens, or the campaign does not tell. */
  readonly monitored: MonitorMode | null;
  readonly consultation: Consultation | null;
  /** Set once the contact was handed over: a name or a number. */
  readonly transferredTo: string | null;
  /** What was asked for and did not work, for people. */
  readonly notice: string | null;
}

export const QUIET_LINE: LinePicture = {
  muted: false,
  recording: false,
  monitored: null,
  consultation: null,
  transferredTo: null,
  notice: null,
};
