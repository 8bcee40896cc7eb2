/** Contact rules and compliance packs, and what they say of a campaign and a number. */
import type { CampaignId } from '@outdial/shared';
import { anyNumber, countryOf } from '../lists/any-number.ts';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type RuleRoutes =
  | 'contactRules'
  | 'contactRule'
  | 'createContactRule'
  | 'updateContactRule'
  | 'deleteContactRule'
  | 'compliancePacks'
  | 'createCompliancePack'
  | 'updateCompliancePack'
  | 'deleteCompliancePack'
  | 'checkNumber'
  | 'dryRun';

const done = { ok: true } as const;

const messagesOf = async (store: Services['store']) =>
  new Map((await store.messages()).map(({ id, purpose }) => [id, purpose]));

export const ruleHandlers = ({ ruleShelf, audit, store, clock, catalog }: Services): Pick<Handlers, RuleRoutes> => ({
  contactRules: () => ruleShelf.rules(),
  contactRule: ({ params }) => ruleShelf.rule(params.ruleId),
  async createContactRule({ caller, body }) {
    const rule = await ruleShelf.saveRule(null, body, await messagesOf(store));
    await audit.record(caller, 'contact-rule.create', rule.id, rule.name);
    return rule;
  },
  async updateContactRule({ caller, params, body }) {
    const rule = await ruleShelf.saveRule(params.ruleId, body, await messagesOf(store));
    await audit.record(caller, 'contact-rule.update', rule.id, `${rule.name}: ${Object.keys(body).join(', ')}`);
    return rule;
  },
  async deleteContactRule({ caller, params }) {
    const rule = await ruleShelf.deleteRule(params.ruleId);
    await audit.record(caller, 'contact-rule.delete', rule.id, rule.name);
    return done;
  },
  compliancePacks: () => ruleShelf.packs(),
  async createCompliancePack({ caller, body }) {
    const pack = await ruleShelf.savePack(null, body);
    await audit.record(caller, 'compliance-pack.create', pack.id, pack.name);
    return pack;
  },
  async updateCompliancePack({ caller, params, body }) {
    const pack = await ruleShelf.savePack(params.packId, body);
    await audit.record(caller, 'compliance-pack.update', pack.id, `${pack.name}: ${Object.keys(body).join(', ')}`);
    return pack;
  },
  async deleteCompliancePack({ caller, params }) {
    const pack = await ruleShelf.deletePack(params.packId);
    await audit.record(caller, 'compliance-pack.delete', pack.id, pack.name);
    return done;
  },
  checkNumber({ params, query }) {
    const campaign = catalog.campaign(params.campaignId);
    const number = anyNumber(query.number, campaign.country);
    const timeZone = query.timeZone ?? null;
    return store.checkNumber({
      campaignId: campaign.id,
      number,
      country: countryOf(number, campaign.country),
      timeZone,
      nowMs: clock.nowMs(),
    });
  },
  dryRun: ({ params }) =>
    store.dryRun({ campaignId: catalog.campaign(params.campaignId).id as CampaignId, nowMs: clock.nowMs() }),
});
