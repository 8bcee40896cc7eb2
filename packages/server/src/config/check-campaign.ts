/** Whether a campaign makes sense together with what it names: every contradiction with its field, and what to think about. */
import {
  type AgentId,
  type Campaign,
  type CompliancePack,
  type Configuration,
  guideFaults,
  type ListId,
  type MessageId,
  type MessagePurpose,
} from '@outdial/shared';
import { screenPopError } from '../agents/screen-pop.ts';
import { strictest } from '../rules/strictest.ts';
import { checkDetection } from './check-detection.ts';

export interface Known {
  configuration: Configuration;
  listIds: ReadonlySet<ListId>;
  agentIds: ReadonlySet<AgentId>;
  messages: ReadonlyMap<MessageId, MessagePurpose>;
}

export interface CampaignCheck {
  errors: { field: string; message: string }[];
  warnings: string[];
}

/** What the packs want of ringing and abandonment, and the campaign does not keep. */
export function packFaults(
  { ringTimeoutMs, abandonTarget }: Campaign,
  packs: readonly CompliancePack[],
): CampaignCheck['errors'] {
  const { minRingMs, abandonment } = strictest(packs);
  const tooShort = { field: 'ringTimeoutMs', message: `${packWords(packs)} at least ${minRingMs} ms of ringing` };
  const tooMany = abandonment
    .filter(({ cap }) => abandonTarget > cap)
    .map(({ cap, packId }) => ({ field: 'abandonTarget', message: `the pack ${packId} allows at most ${cap}` }));
  return [...(ringTimeoutMs < minRingMs ? [tooShort] : []), ...tooMany];
}

export function checkCampaign(campaign: Campaign, known: Known): CampaignCheck {
  const errors: CampaignCheck['errors'] = [];
  const warnings: string[] = [];
  const wrong = (field: string, message: string): void => {
    errors.push({ field, message });
  };

  const { contactRules, compliancePacks } = known.configuration;
  const rule = contactRules.find(({ id }) => id === campaign.contactRuleId);
  if (rule === undefined) {
    wrong('contactRuleId', `there is no contact rule ${campaign.contactRuleId}`);
  }
  const named = [campaign.compliancePack, ...(campaign.furtherPacks ?? [])];
  const packs = named.flatMap((name, i) => {
    const pack = compliancePacks.find(({ id }) => id === name);
    const field = i === 0 ? 'compliancePack' : `furtherPacks.${i - 1}`;
    if (pack === undefined) wrong(field, `there is no compliance pack ${name}`);
    return pack ?? [];
  });
  errors.push(...packFaults(campaign, packs));
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

  const consent = packs.filter(
    (pack) => pack.consent !== null && (!pack.consent.automaticOnly || dialsItself(campaign)),
  );
  if (consent.length > 0) {
    warnings.push(
      `${capital(packWords(consent))} prior consent: only people whose consent to calls for ${campaign.consentUse ?? 'marketing'} is on record are called. Bring consents in (outdial consents import), or choose the pack of your law.`,
    );
  }
  const byDefault = campaign.wrapUpDefaultCode;
  if (byDefault !== null && !codes.includes(byDefault)) {
    wrong('wrapUpDefaultCode', `${byDefault} is none of the campaign’s codes: ${codes.join(', ') || 'there are none'}`);
  }
  if (campaign.wrapUpMandatory && campaign.wrapUpLimitMs !== null && byDefault === null) {
    warnings.push(
      'BP-9: a wrap-up that its limit ends has no code. Name the one that is set then (wrapUpDefaultCode).',
    );
  }
  if (campaign.guide !== null) {
    for (const { field, message } of guideFaults(campaign.guide)) wrong(`guide.${field}`, message);
  }
  if (campaign.kind === 'callback' && campaign.listIds.length > 0) {
    wrong('listIds', 'a callback campaign works requests to be called back and has no call lists');
  }

  const waits = campaign.mode === 'power' || campaign.mode === 'predictive';
  if (waits && campaign.answer === 'manual') {
    warnings.push(
      `BP-6: in ${campaign.mode} mode a person is on the line while the agent decides; an alert waits no longer than ${campaign.connectWithinMs} ms. Think about automatic answer.`,
    );
  }
  if (campaign.mode === 'progressive' && !campaign.reserveAgent) {
    warnings.push(
      'GCC-3: without a reserved agent calls are made on the forecast, and some that are answered are abandoned.',
    );
  }
  const detection = checkDetection(campaign, { rule, packs, messages: known.messages });
  errors.push(...detection.errors);
  warnings.push(...detection.warnings);
  if (campaign.agentIds.length === 0) warnings.push('Nobody is assigned to this campaign yet.');
  if (campaign.listIds.length === 0 && campaign.kind === 'lists') warnings.push('This campaign has no call list yet.');
  return { errors, warnings };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const dialsItself = ({ mode }: Campaign): boolean => mode !== 'preview' && mode !== 'push-preview';

const packWords = (packs: readonly CompliancePack[]): string =>
  packs.length === 1
    ? `the pack ${packs[0]?.id} asks for`
    : `the packs ${packs.map(({ id }) => id).join(', ')} ask for`;
