/** What the acts of the back office say of themselves before they are done. */
import type { OfficeAct } from '../model/office.ts';
import type { DialogWords } from './asks.ts';

export function officeActWords(act: OfficeAct): DialogWords {
  switch (act.type) {
    case 'create-user':
      return { title: `Create ${act.username} as ${act.role}?`, impact: ['A password is made and shown once.'] };
    case 'reset-password':
      return {
        title: `Give ${act.username} a new password?`,
        impact: ['It is made and shown once. They are logged off everywhere.'],
      };
    case 'lock-user':
      return act.locked
        ? { title: `Lock ${act.username}?`, impact: ['They are shut out at once; a call in hand is finished.'] }
        : { title: `Unlock ${act.username}?`, impact: ['They may log in again.'] };
    case 'give-callback':
      return {
        title: act.username === null ? 'Give the callback to any agent?' : `Give the callback to ${act.username}?`,
        impact: ['It is called at its time, or, where that has passed, as soon as they are ready.'],
      };
    case 'cancel-callback':
      return { title: 'Cancel the callback?', impact: ['Nobody calls the person back. It cannot be undone.'] };
  }
}
