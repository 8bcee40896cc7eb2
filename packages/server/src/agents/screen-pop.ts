/** Screen pop (WX-3): a link to an outside system, filled with the contact's fields; whatever they hold, the link stays the same link. */
import type { InteractionPicture } from '@outdial/shared';

/** `{number}`, `{name}`, `{contactId}`, `{attemptId}`, `{campaignId}`, `{campaign}`, and `{fields.HEADING}` for any column. */
const PLACEHOLDER = /\{([^{}]*)\}/g;
const SIMPLE = ['number', 'name', 'contactId', 'attemptId', 'campaignId', 'campaign'] as const;

const isSimple = (name: string): boolean => SIMPLE.some((simple) => simple === name);

/** Why this is no template; null where it is one. Placeholders stand behind the host, so that no value chooses it. */
export function screenPopError(template: string): string | null {
  const origin = /^https?:\/\/[^/?#{}\s@]+(?=[/?#]|$)/.exec(template)?.[0];
  if (origin === undefined || !URL.canParse(origin)) {
    return 'begins with http:// or https:// and a host that holds no placeholder';
  }
  for (const [, name = ''] of template.matchAll(PLACEHOLDER)) {
    if (isSimple(name) || /^fields\..+/.test(name)) continue;
    return `{${name}} is no placeholder; there are ${SIMPLE.map((s) => `{${s}}`).join(', ')} and {fields.HEADING}`;
  }
  return /[{}]/.test(template.replace(PLACEHOLDER, '')) ? 'a brace is left open' : null;
}

type Filling = Pick<
  InteractionPicture,
  'number' | 'contactName' | 'contactId' | 'attemptId' | 'campaignId' | 'campaignName' | 'fields'
>;

/** Every value is percent-encoded; a field that the contact does not have is empty. */
export function screenPopUrl(template: string, of: Filling): string {
  const simple: Record<string, string | null> = {
    number: of.number,
    name: of.contactName,
    contactId: of.contactId,
    attemptId: of.attemptId,
    campaignId: of.campaignId,
    campaign: of.campaignName,
  };
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const key = name.startsWith('fields.') ? name.slice('fields.'.length) : null;
    const value = key === null ? (simple[name] ?? '') : Object.hasOwn(of.fields, key) ? (of.fields[key] ?? '') : '';
    return encodeURIComponent(value.toWellFormed());
  });
}
