/** What an earlier life of this engine left at the carrier: people who talk on, and who must not notice. */
import type { AgentId, LeftCall } from '@outdial/shared';
import type { CallEvent, DialRequest } from './port.ts';

export interface EarlierLife {
  /**
   * Resolves once, when the carrier has told: calls that nobody had answered are ended by then. Empty where the carrier
   * cannot be asked; what turns up later is ended.
   */
  readonly left: Promise<readonly LeftCall[]>;
  /**
   * Takes one of them over, for an agent whose phone was opened: from now on it is like a call that was dialed here and
   * answered. Where it is gone meanwhile, its end is told.
   */
  take(agentId: AgentId, request: DialRequest, link: 'connected' | 'held', listener: (event: CallEvent) => void): void;
  /** Ends all that nobody took over. */
  letGo(): void;
}
