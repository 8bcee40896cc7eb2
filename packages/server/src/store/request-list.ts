/** Where somebody new stands who asks a campaign to be called back (GCC-0). */
import type { CampaignId, ListId } from '@outdial/shared';

export const requestListOf = (campaignId: CampaignId): ListId => `callbacks-${campaignId}` as ListId;
