/** `outdial campaigns [list|start|pause|resume|end]`: campaigns of the running server. */
import { type CampaignOverview, type Client, createClient } from '@outdial/shared';
import { defineCommand } from 'citty';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed } from '../args/usage-error.ts';
import { connectionArgs, findServer, needToken } from './connection.ts';

const listArgs = {
  ...connectionArgs,
  json: { type: 'boolean', description: 'One JSON value on standard output', default: false },
} as const;
const actArgs = {
  ...connectionArgs,
  campaign: { type: 'positional', description: 'Id or name of the campaign', required: true },
} as const;

const client = (given: { url?: string | undefined; data?: string | undefined }): Client => {
  const connection = findServer(given);
  return createClient({ baseUrl: connection.baseUrl, token: needToken(connection) });
};

function line({ campaign, counts, live }: CampaignOverview): string {
  const activity = live === null ? '' : live.activity.active ? 'active' : `inactive: ${live.activity.detail}`;
  return `${campaign.id}  ${campaign.name}  ${campaign.mode}  ${campaign.state}  ${activity}  ${counts.callableNow} callable of ${counts.contacts}`;
}

const list = defineCommand({
  meta: { name: 'list', description: 'All campaigns' },
  args: listArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, listArgs, 0);
    const campaigns = await client(given).call('campaigns');
    process.stdout.write(
      given.json ? `${JSON.stringify(campaigns)}\n` : campaigns.map((one) => `${line(one)}\n`).join(''),
    );
  },
});

const ACTS = { start: 'startCampaign', pause: 'pauseCampaign', resume: 'resumeCampaign', end: 'endCampaign' } as const;

const act = (name: keyof typeof ACTS, description: string) =>
  defineCommand({
    meta: { name, description },
    args: actArgs,
    async run({ args: given, rawArgs }) {
      refuseUnknownOptions(rawArgs, actArgs, 1);
      const api = client(given);
      const campaigns = await api.call('campaigns');
      const found = campaigns.find(
        ({ campaign }) => campaign.id === given.campaign || campaign.name === given.campaign,
      );
      if (found === undefined) {
        throw new CommandFailed(
          `There is no campaign "${given.campaign}". There are: ${campaigns.map(({ campaign }) => campaign.name).join(', ') || 'none'}.`,
        );
      }
      const changed = await api.call(ACTS[name], { params: { campaignId: found.campaign.id } });
      process.stdout.write(`${changed.name} is ${changed.state}\n`);
    },
  });

export const campaignsCommand = defineCommand({
  meta: { name: 'campaigns', description: 'List, start, pause, resume and end campaigns' },
  subCommands: {
    list,
    start: act('start', 'Start dialing'),
    pause: act('pause', 'Dial nothing new; calls under way are finished'),
    resume: act('resume', 'Dial again'),
    end: act('end', 'End the campaign'),
  },
});
