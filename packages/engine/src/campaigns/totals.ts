/** A campaign's figures since the engine began. */
import type { CampaignTotals, LiveEnd, Outcome } from '@outdial/shared';

export class Totals {
  attempts = 0;
  live = 0;
  connected = 0;
  abandoned = 0;
  talkMs = 0;
  wrapUpMs = 0;
  agentMs = 0;
  screenedFrames = 0;
  /** Intents that the system of record refused: nobody was called. */
  refused = 0;
  readonly outcomes: Partial<Record<Outcome, number>> = {};

  closed(outcome: Outcome, liveEnd: LiveEnd | null): void {
    this.attempts += 1;
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
    if (outcome === 'live') this.live += 1;
    if (liveEnd === 'connected') this.connected += 1;
    if (liveEnd === 'abandoned') this.abandoned += 1;
  }

  /** A call that counted as live, and was a machine by the word of the agent who had it. */
  wasMachine(liveEnd: LiveEnd | null): void {
    this.live -= 1;
    if (liveEnd === 'connected') this.connected -= 1;
    if (liveEnd === 'abandoned') this.abandoned -= 1;
    this.outcomes.live = (this.outcomes.live ?? 0) - 1;
    this.outcomes['answering-machine'] = (this.outcomes['answering-machine'] ?? 0) + 1;
  }

  picture(): CampaignTotals {
    return {
      attempts: this.attempts,
      live: this.live,
      connected: this.connected,
      abandoned: this.abandoned,
      outcomes: { ...this.outcomes },
      talkMs: Math.round(this.talkMs),
      wrapUpMs: Math.round(this.wrapUpMs),
      agentMs: Math.round(this.agentMs),
      screenedFrames: this.screenedFrames,
    };
  }
}
