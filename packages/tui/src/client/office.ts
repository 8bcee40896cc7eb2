/** The back office through the API: pages as lines of text, and acts on users and callbacks. */
import { type Callback, type Client, reportText, type User } from '@outdial/shared';
import type { OfficeAct, OfficePage, OfficeQuestion } from '../model/office.ts';

const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 16;

/** Some 93 bits, in letters and digits that are not taken for others. */
function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(PASSWORD_LENGTH));
  return Array.from(bytes, (one) => ALPHABET[one % ALPHABET.length]).join('');
}

function callbackLine(callback: Callback, at: number, users: ReadonlyMap<string, string>): string[] {
  const { date, time, timeZone, contactName, number, campaignName, agentId, state, overdue, reasons, remedy } =
    callback;
  const who = agentId === null ? 'any agent' : (users.get(agentId) ?? agentId);
  const why = reasons.map(({ message }) => message).join('; ');
  const mark = overdue ? '‼' : ' ';
  const what = `${date} ${time} (${timeZone})  ${contactName} ${number}  ${campaignName}  ${who}  ${state}`;
  const line = `${mark} ${String(at + 1).padStart(3)}  ${what}${why === '' ? '' : `: ${why}`}`;
  // On a line of its own: the other one is as long as the screen already.
  return remedy === null ? [line] : [line, `    ${remedy}`];
}

async function callbacksPage(client: Client): Promise<OfficePage> {
  const [callbacks, agents] = await Promise.all([client.call('callbacks'), client.call('agents')]);
  const names = new Map<string, string>(agents.map(({ agentId, name }) => [agentId, name]));
  const lines = callbacks.flatMap((callback, at) => callbackLine(callback, at, names));
  const overdue = callbacks.filter((callback) => callback.overdue).length;
  const asked = callbacks.filter((callback) => callback.supervisorsToldAtMs !== null).length;
  return {
    what: 'callbacks',
    title: `Callbacks: ${callbacks.length} open, ${overdue} overdue${asked === 0 ? '' : `, ${asked} without their agent`}`,
    lines: lines.length === 0 ? ['Nobody waits to be called back.'] : lines,
    ids: callbacks.map(({ callbackId }) => callbackId),
  };
}

export async function askOffice(client: Client, what: OfficeQuestion, nowMs: number): Promise<OfficePage> {
  switch (what) {
    case 'report': {
      const report = await client.call('dayReport');
      const title = `Report, ${new Date(nowMs).toTimeString().slice(0, 5)}`;
      return { what, title, lines: reportText(report).trimEnd().split('\n'), ids: [] };
    }
    case 'users': {
      const users = await client.call('users');
      const lines = users.map(
        ({ username, name, role, locked }) =>
          `${username.padEnd(20)}  ${role.padEnd(16)}  ${locked ? 'locked' : '      '}  ${name}`,
      );
      return { what, title: `Users: ${users.length}`, lines, ids: users.map(({ id }) => id) };
    }
    case 'callbacks':
      return callbacksPage(client);
  }
}

async function userNamed(client: Client, username: string): Promise<User> {
  const found = (await client.call('users')).find((user) => user.username === username);
  if (found === undefined) throw new Error(`There is no user ${username}. \`:users\` lists them.`);
  return found;
}

/** What was done, in words. */
export async function performInOffice(client: Client, act: OfficeAct): Promise<string> {
  switch (act.type) {
    case 'create-user': {
      const { username, role } = act;
      const password = newPassword();
      await client.call('createUser', { body: { username, name: username, role, password } });
      return `${username} may log in as ${role}, with the password ${password}`;
    }
    case 'reset-password': {
      const { id } = await userNamed(client, act.username);
      const password = newPassword();
      await client.call('setPassword', { params: { userId: id }, body: { password } });
      return `The new password of ${act.username}: ${password}`;
    }
    case 'lock-user': {
      const { id } = await userNamed(client, act.username);
      await client.call('setLocked', { params: { userId: id }, body: { locked: act.locked } });
      return `${act.username} is ${act.locked ? 'locked' : 'unlocked'}.`;
    }
    case 'give-callback': {
      const agentId = act.username === null ? null : (await userNamed(client, act.username)).id;
      await client.call('changeCallback', { params: { callbackId: act.callbackId }, body: { agentId } });
      return act.username === null ? 'Any agent calls back.' : `${act.username} calls back.`;
    }
    case 'cancel-callback':
      await client.call('cancelCallbackById', { params: { callbackId: act.callbackId } });
      return 'The callback is cancelled.';
  }
}
