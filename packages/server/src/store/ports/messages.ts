/** Recorded messages, as telephones hear them: linear samples of 16 bit, 8 kHz, little-endian. */
import type { CampaignId, MessageId, MessagePurpose } from '@outdial/shared';

export interface StoredMessage {
  id: MessageId;
  name: string;
  purpose: MessagePurpose;
  lengthMs: number;
  createdAtMs: number;
}

export interface MessageStore {
  addMessage(message: StoredMessage & { samples: Uint8Array }): Promise<void>;
  /** In the order in which they were made. */
  messages(): Promise<StoredMessage[]>;
  messageSamples(messageId: MessageId): Promise<Uint8Array<ArrayBuffer> | null>;
  /** False where there was none. */
  removeMessage(messageId: MessageId): Promise<boolean>;
}

export interface PacerStateStore {
  /** What each pacer has learnt, as the engine wrote it. */
  savePacerStates(states: readonly { campaignId: CampaignId; state: string }[]): Promise<void>;
  pacerStates(): Promise<{ campaignId: CampaignId; state: string }[]>;
}
