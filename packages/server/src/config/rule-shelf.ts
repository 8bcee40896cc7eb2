/** Contact rules and compliance packs as managers write them: made, changed, and deleted where no campaign names them. */
import {
  type CompliancePack,
  type Configuration,
  type ContactRule,
  type IdSource,
  ProblemError,
  zCompliancePack,
  zContactRule,
} from '@outdial/shared';
import { COMPLIANCE_PACKS } from '../rules/packs.ts';
import type { Catalog } from './catalog.ts';
import { type CampaignCheck, packFaults } from './check-campaign.ts';
import type { Messages } from './check-detection.ts';
import { checkCompliancePack, checkContactRule } from './check-rule.ts';

type Written<T> = T & { warnings: string[] };
type UsedBy = { campaignId: string; name: string }[];

const usedBy = (
  { campaigns }: Configuration,
  names: (campaign: Configuration['campaigns'][number]) => boolean,
): UsedBy => campaigns.filter(names).map(({ id, name }) => ({ campaignId: id, name }));

const rulesUse = (configuration: Configuration, id: string): UsedBy =>
  usedBy(configuration, ({ contactRuleId }) => contactRuleId === id);
const packsUse = (configuration: Configuration, id: string): UsedBy =>
  usedBy(configuration, ({ compliancePack, furtherPacks = [] }) => [compliancePack, ...furtherPacks].includes(id));

/** Campaigns that name the pack and would not keep it: what a pack wants is never only on paper. */
function brokenBy(pack: CompliancePack, { campaigns, compliancePacks }: Configuration): CampaignCheck['errors'] {
  return campaigns.flatMap((campaign) => {
    const named = [campaign.compliancePack, ...(campaign.furtherPacks ?? [])];
    if (!named.includes(pack.id)) return [];
    const faults = packFaults(
      campaign,
      compliancePacks.filter(({ id }) => named.includes(id)),
    );
    return faults.map(({ field, message }) => ({ field: `campaign ${campaign.name}, ${field}`, message }));
  });
}

const shipped = (id: string): boolean => COMPLIANCE_PACKS.some((pack) => pack.id === id);

function passed({ errors, warnings }: CampaignCheck): string[] {
  if (errors.length === 0) return warnings;
  const told = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new ProblemError('invalid-rule', `${told}.`, { errors });
}

function refuseUsed(what: string, used: UsedBy): void {
  if (used.length === 0) return;
  const names = used.map(({ name }) => name).join(', ');
  throw new ProblemError('in-use', `${what} is used by ${names}.`, { usedBy: used });
}

/** What stands in the list takes the place of the one with its id, or comes last. */
const put = <T extends { id: string }>(all: readonly T[], one: T): T[] =>
  all.some(({ id }) => id === one.id) ? all.map((other) => (other.id === one.id ? one : other)) : [...all, one];

export class RuleShelf {
  readonly #catalog: Catalog;
  readonly #ids: IdSource;

  constructor(catalog: Catalog, ids: IdSource) {
    this.#catalog = catalog;
    this.#ids = ids;
  }

  rules(): { rule: ContactRule; usedBy: UsedBy }[] {
    const current = this.#catalog.current();
    return current.contactRules.map((rule) => ({ rule, usedBy: rulesUse(current, rule.id) }));
  }

  /** Throws `unknown-contact-rule`. */
  rule(ruleId: string): { rule: ContactRule; usedBy: UsedBy } {
    const found = this.rules().find(({ rule }) => rule.id === ruleId);
    if (found === undefined) throw new ProblemError('unknown-contact-rule', `There is no contact rule ${ruleId}.`);
    return found;
  }

  /** Without an id it is a new one. Throws `unknown-contact-rule`, `invalid-rule`. */
  saveRule(ruleId: string | null, fields: Partial<ContactRule>, messages: Messages): Promise<Written<ContactRule>> {
    return this.#catalog.change((current) => {
      const before = ruleId === null ? {} : this.rule(ruleId).rule;
      const rule = zContactRule.parse({ ...before, ...fields, id: ruleId ?? this.#ids<string>() });
      const warnings = passed(checkContactRule(rule, current.contactRules, messages));
      return { next: { ...current, contactRules: put(current.contactRules, rule) }, result: { ...rule, warnings } };
    });
  }

  /** Throws `unknown-contact-rule`, `in-use`. */
  deleteRule(ruleId: string): Promise<ContactRule> {
    return this.#catalog.change((current) => {
      const { rule, usedBy: used } = this.rule(ruleId);
      refuseUsed(`The contact rule ${rule.name}`, used);
      const contactRules = current.contactRules.filter(({ id }) => id !== ruleId);
      return { next: { ...current, contactRules }, result: rule };
    });
  }

  packs(): { pack: CompliancePack; usedBy: UsedBy; shipped: boolean }[] {
    const current = this.#catalog.current();
    return current.compliancePacks.map((pack) => ({
      pack,
      usedBy: packsUse(current, pack.id),
      shipped: shipped(pack.id),
    }));
  }

  /** Without an id it is a new one. Throws `unknown-compliance-pack`, and `invalid-rule`, also for campaigns that would break it. */
  savePack(packId: string | null, fields: Partial<CompliancePack>): Promise<Written<CompliancePack>> {
    return this.#catalog.change((current) => {
      const before = packId === null ? {} : this.#pack(packId);
      const pack = zCompliancePack.parse({ ...before, ...fields, id: packId ?? this.#ids<string>() });
      const warnings = passed(checkCompliancePack(pack, current.compliancePacks));
      const next = { ...current, compliancePacks: put(current.compliancePacks, pack) };
      passed({ errors: brokenBy(pack, next), warnings: [] });
      return { next, result: { ...pack, warnings } };
    });
  }

  /** Throws `unknown-compliance-pack`, `shipped-pack`, `in-use`. */
  deletePack(packId: string): Promise<CompliancePack> {
    return this.#catalog.change((current) => {
      const pack = this.#pack(packId);
      if (shipped(packId)) throw new ProblemError('shipped-pack', `The pack ${packId} comes with Outdial.`);
      refuseUsed(`The compliance pack ${pack.name}`, packsUse(current, packId));
      const compliancePacks = current.compliancePacks.filter(({ id }) => id !== packId);
      return { next: { ...current, compliancePacks }, result: pack };
    });
  }

  #pack(packId: string): CompliancePack {
    const found = this.#catalog.current().compliancePacks.find(({ id }) => id === packId);
    if (found === undefined)
      throw new ProblemError('unknown-compliance-pack', `There is no compliance pack ${packId}.`);
    return found;
  }
}
