/** Contacts of call lists through the API: asked for, moved, deleted, reset. */
import type { Client, ListedContact, RouteResponse } from '@outdial/shared';
import { type ContactAct, type ContactsScreen, filterOf, MOST_CONTACTS } from '../model/contacts.ts';
import { count, counted } from '../model/format.ts';

export const askContacts = (client: Client, screen: ContactsScreen): Promise<readonly ListedContact[]> =>
  client.call('listContacts', {
    params: { listId: screen.listId },
    query: { limit: MOST_CONTACTS, ...filterOf(screen) },
  });

/** Why some were left as they are. */
const LEFT: Readonly<Record<string, string>> = {
  'in-hand': 'handed out or being called',
  duplicate: 'their number is there already',
  'not-in-campaign': 'the campaign does not call them',
};

const doneWords = ({ done, skipped }: RouteResponse<'moveContacts'>, verb: string): string => {
  const left = skipped.map(({ reason, contacts }) => ` ${count(contacts)} left: ${LEFT[reason] ?? reason}.`);
  return `${counted(done, 'contact')} ${verb}.${left.join('')}`;
};

/** What was done, in words. */
export async function performOnContacts(client: Client, act: ContactAct): Promise<string> {
  const { select, campaignId } = act.target;
  switch (act.type) {
    case 'move-contacts':
      return doneWords(await client.call('moveContacts', { body: { select, toListId: act.toListId } }), 'moved');
    case 'delete-contacts':
      return doneWords(await client.call('deleteContacts', { body: { select } }), 'deleted');
    case 'reset-contacts':
      return doneWords(await client.call('resetContacts', { body: { select, campaignId } }), 'reset');
  }
}
