/** `outdial campaigns [list|start|pause|resume|end|dry-run]`: campaigns of the running server. */
import { type CampaignOverview, counted } from '@outdial/shared';
import { defineCommand } from 'citty';
import { harmless } from '../args/harmless.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { apiCommand, timeText } from './api-command.ts';
import { connectAsOperator, connectionArgs, findCampaign, jsonArg } from './connection.ts';

const listArgs = { ...connectionArgs, ...jsonArg } as const;
const actArgs = {
  ...connectionArgs,
  campaign: { type: 'positional', description: 'Id or name of the campaign', required: true },
} as const;

function line({ campaign, counts, live }: CampaignOverview): string {
  const activity = live === null ? '' : live.activity.active ? 'active' : `inactive: ${live.activity.detail}`;
  return harmless(
    `${campaign.id}  ${campaign.name}  ${campaign.mode}  ${campaign.state}  ${activity}  ${counts.callableNow} callable of ${counts.contacts}`,
  );
}

const list = defineCommand({
  meta: { name: 'list', description: 'All campaigns' },
  args: listArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, listArgs, 0);
    const campaigns = await connectAsOperator(given).call('campaigns');
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
      const api = connectAsOperator(given);
      const { id } = await findCampaign(api, given.campaign);
      const changed = await api.call(ACTS[name], { params: { campaignId: id } });
      process.stdout.write(`${changed.name} is ${changed.state}\n`);
    },
  });

/** OUT-2 in words: what could be called, what could not and why, and how long it lasts. */
const dryRun = apiCommand({
  name: 'dry-run',
  description: 'How many contacts may be called now, what blocks the others, and when the lists are exhausted',
  args: { campaign: actArgs.campaign },
  ask: async (api, given) => {
    const { id } = await findCampaign(api, given.campaign);
    return api.call('dryRun', { params: { campaignId: id } });
  },
  words: (run) => [
    `${counted(run.contacts, 'contact')}: ${run.callableNow} may be called now, ${run.inHand} are in hand`,
    ...run.blocked.map(
      ({ reason, contacts, nextAtMs, method }) =>
        `${contacts} blocked: ${reason}${nextAtMs === null ? '' : `, the first until ${timeText(nextAtMs)}`}${method === 'sampled' ? ' (estimated from a sample)' : ''}`,
    ),
    ...run.finished.map(({ reason, contacts }) => `${contacts} finished: ${reason}`),
    run.pace.exhaustedAtMs === null
      ? 'Nothing was dialed in the last hour: no telling when it is exhausted.'
      : `${run.pace.attemptsLastHour} attempts in the last hour: at this pace exhausted at ${timeText(run.pace.exhaustedAtMs)}, hours aside.`,
  ],
});

export const campaignsCommand = defineCommand({
  meta: { name: 'campaigns', description: 'List, start, pause, resume and end campaigns' },
  subCommands: {
    list,
    start: act('start', 'Start dialing'),
    pause: act('pause', 'Dial nothing new; calls under way are finished'),
    resume: act('resume', 'Dial again'),
    end: act('end', 'End the campaign'),
    'dry-run': dryRun,
    guide: () => import('./guide.ts').then((m) => m.guideCommand),
  },
});
