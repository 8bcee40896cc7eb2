/** WX-1: when the agent who is kept for a call is on it: from the ringing, or from a live voice on. */
import type { Campaign } from '@outdial/shared';

export function joinsAt({ joinAt, mode }: Pick<Campaign, 'joinAt' | 'mode'>): 'ringing' | 'live-voice' {
  if (joinAt !== undefined) return joinAt;
  return mode === 'preview' || mode === 'push-preview' ? 'ringing' : 'live-voice';
}
