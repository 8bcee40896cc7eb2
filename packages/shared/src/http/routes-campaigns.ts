/** The routes of campaigns: what managers write, and the states that supervisors steer them through. */
import { z } from 'zod';
import { zCampaign, zCampaignDraft, zCampaignPatch, zSavedCampaign } from '../config/campaign.ts';
import { route } from './route.ts';
import { zCampaignOverview } from './schemas.ts';

export const CAMPAIGN_ROUTES = {
  campaigns: route({
    method: 'get',
    path: '/v1/campaigns',
    summary: 'All campaigns with their live figures',
    rows: ['GT-2', 'GT-10'],
    role: 'supervisor',
    response: z.array(zCampaignOverview),
  }),
  campaign: route({
    method: 'get',
    path: '/v1/campaigns/{campaignId}',
    summary: 'One campaign',
    rows: ['GT-2'],
    role: 'supervisor',
    response: zCampaignOverview,
  }),
  createCampaign: route({
    method: 'post',
    path: '/v1/campaigns',
    summary: 'Create a campaign, loaded',
    rows: ['WX-2'],
    role: 'campaign-manager',
    body: zCampaignDraft,
    response: zSavedCampaign,
  }),
  updateCampaign: route({
    method: 'patch',
    path: '/v1/campaigns/{campaignId}',
    summary: 'Change a campaign, also while it runs',
    rows: ['WX-2'],
    role: 'campaign-manager',
    body: zCampaignPatch,
    response: zSavedCampaign,
  }),
  startCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/start',
    summary: 'Start dialing; its agents are told',
    rows: ['GW-6'],
    role: 'supervisor',
    response: zCampaign,
  }),
  pauseCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/pause',
    summary: 'Dial nothing new; calls under way are finished',
    rows: ['GT-9'],
    role: 'supervisor',
    response: zCampaign,
  }),
  resumeCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/resume',
    summary: 'Dial again',
    rows: ['GT-9'],
    role: 'supervisor',
    response: zCampaign,
  }),
  endCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/end',
    summary: 'End the campaign',
    role: 'supervisor',
    response: zCampaign,
  }),
  loadCampaign: route({
    method: 'post',
    path: '/v1/campaigns/{campaignId}/load',
    summary: 'Load an ended campaign again; its agents are told',
    rows: ['GW-6', 'GT-10'],
    role: 'supervisor',
    response: zCampaign,
  }),
} as const;
