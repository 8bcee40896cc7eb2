/** Whether a campaign makes sense together with what it names: every contradiction with its field, and what to think about. */
import type { AgentId, Campaign, Configuration, ListId } from '@outdial/shared';
import { screenPopError } from '../agents/screen-pop.ts';

export interface Known {
  configuration: Configuration;
  listIds: ReadonlySet<ListId>;
  agentIds: ReadonlySet<AgentId>;
}

export interface CampaignCheck {
  errors: { field: string; message: string }[];
  warnings: string[];
}

export function checkCampaign(campaign: Campaign, known: Known): CampaignCheck {
  const errors: CampaignCheck['errors'] = [];
  const warnings: string[] = [];
  const wrong = (field: string, message: string): void => {
    errors.push({ field, message });
  };

  const { contactRules, compliancePacks } = known.configuration;
  if (!contactRules.some((rule) => rule.id === campaign.contactRuleId)) {
    wrong('contactRuleId', `there is no contact rule ${campaign.contactRuleId}`);
  }
  const pack = compliancePacks.find(({ id }) => id === campaign.compliancePack);
  if (pack === undefined) wrong('compliancePack', `there is no compliance pack ${campaign.compliancePack}`);
  else {
    if (campaign.ringTimeoutMs < pack.minRingMs) {
      wrong('ringTimeoutMs', `the pack ${pack.id} asks for at least ${pack.minRingMs} ms of ringing`);
    }
    if (campaign.abandonTarget > pack.abandonCap) {
      wrong('abandonTarget', `the pack ${pack.id} allows at most ${pack.abandonCap}`);
    }
  }
  for (const [i, listId] of campaign.listIds.entries()) {
    if (!known.listIds.has(listId)) wrong(`listIds.${i}`, `there is no call list ${listId}`);
  }
  for (const [i, agentId] of campaign.agentIds.entries()) {
    if (!known.agentIds.has(agentId)) wrong(`agentIds.${i}`, `there is no user ${agentId}`);
  }
  const codes = campaign.wrapUpCodes.map(({ code }) => code);
  for (const [i, code] of codes.entries()) {
    if (codes.indexOf(code) !== i) wrong(`wrapUpCodes.${i}.code`, `${code} is there twice`);
  }
  if (campaign.wrapUpMandatory && codes.length === 0) {
    wrong('wrapUpMandatory', 'a code is asked for, and there are none: nobody could ever finish a call');
  }
  if (campaign.mode === 'power' && campaign.linesPerAgent > campaign.maxLinesPerAgent) {
    wrong('linesPerAgent', `more than maxLinesPerAgent (${campaign.maxLinesPerAgent})`);
  }
  if (campaign.screenPopTemplate !== null) {
    const why = screenPopError(campaign.screenPopTemplate);
    if (why !== null) wrong('screenPopTemplate', why);
  }

  const waits = campaign.mode === 'power' || campaign.mode === 'predictive';
  if (waits && campaign.answer === 'manual') {
    warnings.push(
      `BP-6: in ${campaign.mode} mode a person is on the line while the agent decides; an alert waits no longer than ${campaign.connectWithinMs} ms. Think about automatic answer.`,
    );
  }
  if (campaign.agentIds.length === 0) warnings.push('Nobody is assigned to this campaign yet.');
  if (campaign.listIds.length === 0) warnings.push('This campaign has no call list yet.');
  return { errors, warnings };
}
