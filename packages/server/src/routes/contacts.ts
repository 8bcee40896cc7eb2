/** Contacts of lists: looked at page by page, changed, and moved, deleted or reset many at once (GT-6). */
import type { CampaignId, ContactId, ContactSelection, ListedContact, ListId } from '@outdial/shared';
import { ProblemError } from '@outdial/shared';
import type { Services } from './handlers.ts';
import { inSteps } from './in-steps.ts';
import type { Caller, Handlers } from './types.ts';

type ContactRoutes = 'listContacts' | 'contact' | 'changeContact' | 'moveContacts' | 'deleteContacts' | 'resetContacts';
type Done = Awaited<ReturnType<typeof inSteps>>;

const keyAfter = (after: string | undefined): number => {
  const key = after === undefined ? 0 : Number(/^c(\d{1,15})$/.exec(after)?.[1] ?? Number.NaN);
  if (Number.isNaN(key)) throw new ProblemError('malformed-parameter', `after: ${after} is no contact.`);
  return key;
};

const selectionWords = (select: ContactSelection): string =>
  'contactIds' in select
    ? `${select.contactIds.length} named`
    : Object.entries(select)
        .map(([field, value]) => `${field} ${value}`)
        .join(', ');

export function contactHandlers({ store, audit, restock, restockAll }: Services): Pick<Handlers, ContactRoutes> {
  async function one(contactId: string): Promise<ListedContact> {
    const { contacts } = await store.contactsStep({ select: { contactIds: [contactId] }, after: 0, limit: 1 });
    const [contact] = contacts;
    if (contact === undefined) throw new ProblemError('unknown-contact', `There is no contact ${contactId}.`);
    return contact;
  }

  const told = async (caller: Caller, act: string, select: ContactSelection, done: Done, where = ''): Promise<Done> => {
    const left = done.skipped.map(({ reason, contacts }) => `, ${contacts} left (${reason})`).join('');
    await audit.record(caller, act, selectionWords(select), `${done.done} done${left}${where}`);
    return done;
  };

  return {
    async listContacts({ params, query: { limit, after, ...filter } }) {
      const select = { listId: params.listId, ...filter } as ContactSelection;
      const contacts: ListedContact[] = [];
      for (let from: number | null = keyAfter(after); from !== null && contacts.length < limit; ) {
        const page = await store.contactsStep({ select, after: from, limit: limit - contacts.length });
        contacts.push(...page.contacts);
        from = page.next;
      }
      return contacts;
    },
    contact: ({ params }) => one(params.contactId),
    async changeContact({ caller, params, body }) {
      const found = await store.changeContact({ contactId: params.contactId as ContactId, ...body });
      if (!found) throw new ProblemError('unknown-contact', `There is no contact ${params.contactId}.`);
      await audit.record(caller, 'contact.change', params.contactId, Object.keys(body).join(', '));
      return one(params.contactId);
    },
    async moveContacts({ caller, body: { select, toListId } }) {
      const to = await store.listById(toListId as ListId);
      if (to === null) throw new ProblemError('unknown-list', `There is no call list ${toListId}.`);
      const done = await inSteps((after) => store.moveContactsStep({ select, after, toListId: to.id }));
      restock(to.id);
      return told(caller, 'contacts.move', select, done, ` to ${to.name}`);
    },
    async deleteContacts({ caller, body: { select } }) {
      const done = await inSteps((after) => store.deleteContactsStep({ select, after }));
      return told(caller, 'contacts.delete', select, done);
    },
    async resetContacts({ caller, body: { select, campaignId } }) {
      const campaign = campaignId as CampaignId;
      const done = await inSteps((after) => store.resetContactsStep({ select, after, campaignId: campaign }));
      restockAll();
      return told(caller, 'contacts.reset', select, done, ` in campaign ${campaignId}`);
    },
  };
}
