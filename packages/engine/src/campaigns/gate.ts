/** May this campaign dial now? One answer for leases, launches and grants, with its reason in words. */
import type { InactiveReason } from '@outdial/shared';
import type { CampaignRuntime } from './campaign.ts';

export interface Closed {
  readonly reason: Extract<InactiveReason, 'not-running' | 'server-lost' | 'stopping' | 'emergency-stop'>;
  readonly detail: string;
}

export class Gate {
  /** Nothing new in any campaign. */
  stopped: 'drain' | 'emergency-stop' | null = null;
  serverLost = false;

  /** Why nothing new may be dialed; null where it may. */
  closedFor(campaign: CampaignRuntime): Closed | null {
    if (campaign.removed) return { reason: 'not-running', detail: 'the campaign was taken out of the configuration' };
    if (campaign.state !== 'running') return { reason: 'not-running', detail: `the campaign is ${campaign.state}` };
    if (this.stopped === 'emergency-stop') {
      return { reason: 'emergency-stop', detail: 'an emergency stop holds in all campaigns' };
    }
    if (this.stopped !== null) return { reason: 'stopping', detail: 'dialing was stopped in all campaigns' };
    if (this.serverLost) {
      return {
        reason: 'server-lost',
        detail: 'the server is gone: calls under way are finished, nothing new is dialed',
      };
    }
    return null;
  }
}
