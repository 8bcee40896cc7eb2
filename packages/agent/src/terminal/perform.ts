/** Carries out one deed of the person through the client; answers what to tell them, or throws why it failed. */
import type { AgentId, AgentView, WrapUpCode } from '@outdial/shared';
import type { AgentClient, CallChoice, TransferTo } from '../client/index.ts';
import { askedQuestion, readAnswer } from './guide-words.ts';
import type { Deed } from './key-binding.ts';
import { afterWords, automaticReadyWords, dayWords, harmless, readableNumber } from './words.ts';

/** Deeds that go to the server; the others are the screen's own. */
export type ServerDeed = Exclude<Deed, 'callback' | 'choose' | 'number' | 'caller-id' | 'ok' | 'help' | 'quit'>;

export interface Argument {
  /** Reason, notes, the name of a code, digits, or to whom a contact goes. */
  text?: string;
  /** Place of a wrap-up code, from 1. */
  place?: number;
  /** Ready by themselves after each wrap-up; null: as the campaign says. Left out: the other way round. */
  ready?: boolean | null;
  /** Index of a campaign. */
  campaign?: number;
  /** So many questions of the guide before the open one. */
  back?: number;
  /** Where and under which number to call. */
  call?: CallChoice;
}

/** The code whose name or label is, or alone begins with, what was typed. */
export function findCode(codes: readonly WrapUpCode[], typed: string): WrapUpCode | null {
  const wanted = typed.trim().toLowerCase();
  const names = (code: WrapUpCode): string[] => [code.code, code.label.toLowerCase()];
  const exact = codes.find((code) => names(code).includes(wanted));
  if (exact !== undefined) return exact;
  const begun = codes.filter((code) => names(code).some((name) => name.startsWith(wanted)));
  return wanted !== '' && begun.length === 1 ? (begun[0] ?? null) : null;
}

const postponed = (view: AgentView, now: string): string => {
  const words = afterWords(view.presence.after);
  return words === null ? now : `When this call is wrapped up: ${words}.`;
};

const dialed = ({ interaction }: AgentView): string =>
  interaction === null ? 'Not called.' : `Calling ${readableNumber(interaction.number)}.`;

/** The number that was typed: its place from 1, or its digits. Undefined: nothing was typed. */
export function findNumber(numbers: readonly string[], typed: string): string | undefined {
  const wanted = typed.replace(/[^+\d]/g, '');
  if (wanted === '') return undefined;
  const found = /^[1-9]$/.test(wanted) ? numbers[Number(wanted) - 1] : numbers.find((number) => number === wanted);
  if (found === undefined) {
    throw new Error(
      `“${harmless(typed)}” is none of the contact’s numbers: ${numbers.map(readableNumber).join(', ')}.`,
    );
  }
  return found;
}

async function setCode(client: AgentClient, code: WrapUpCode | null | undefined): Promise<string> {
  const codes = client.view?.interaction?.wrapUpCodes ?? [];
  if (code === null || code === undefined) {
    throw new Error(`No such wrap-up code here; there are: ${codes.map((known) => known.code).join(', ') || 'none'}.`);
  }
  await client.wrapUp({ code: code.code });
  return `Wrap-up code: ${harmless(code.label)}.`;
}

/** What was typed as a number, or as the name of a colleague. */
async function findTarget(client: AgentClient, typed: string): Promise<TransferTo> {
  const wanted = typed.trim().toLowerCase();
  if (/^[\d+(][\d\s().+-]*$/.test(wanted)) return { number: typed.trim() };
  const colleagues = await client.colleagues();
  const exact = colleagues.find(({ name }) => name.toLowerCase() === wanted);
  const begun = colleagues.filter(({ name }) => wanted !== '' && name.toLowerCase().startsWith(wanted));
  const found = exact ?? (begun.length === 1 ? begun[0] : undefined);
  if (found !== undefined) return { agentId: found.agentId as AgentId };
  const free = colleagues.filter(({ available }) => available).map(({ name }) => harmless(name));
  throw new Error(`No number, and no colleague of this name. Free now: ${free.slice(0, 5).join(', ') || 'nobody'}.`);
}

export async function perform(client: AgentClient, deed: ServerDeed, argument: Argument = {}): Promise<string> {
  const codes = client.view?.interaction?.wrapUpCodes ?? [];
  const campaign = client.view?.campaigns[argument.campaign ?? -1];
  switch (deed) {
    case 'log-in':
      await client.logIn();
      return 'You are at work, not ready. Join a campaign and go ready.';
    case 'log-out':
      return postponed(await client.logOut(), 'Work ended.');
    case 'ready': {
      const view = await client.ready();
      if (view.campaigns.some((one) => one.joined)) return 'Ready.';
      return 'Ready, and no campaign joined: join one to get calls.';
    }
    case 'not-ready':
      return postponed(await client.notReady(argument.text ?? 'break'), 'Not ready.');
    case 'automatic-ready': {
      const ready = argument.ready === undefined ? client.view?.readyAfterWrapUp === false : argument.ready;
      return automaticReadyWords((await client.readyAfterWrapUp(ready)).readyAfterWrapUp);
    }
    case 'get-record': {
      if (campaign === undefined) throw new Error('None of your running campaigns is in preview.');
      const { notice } = await client.getRecord(campaign.campaignId);
      return harmless(notice?.text ?? `Asked ${campaign.name} for the next record.`);
    }
    case 'call':
      return dialed(await client.call(argument.call));
    case 'redial':
      return dialed(await client.redial(argument.call));
    case 'redial-last':
      return dialed(await client.redialLast(argument.call));
    case 'later':
      await client.decline('later');
      return 'Closed: called later.';
    case 'do-not-call':
      await client.decline('do-not-call');
      return 'Closed: never called again.';
    case 'accept':
      await client.accept();
      return 'Accepted.';
    case 'reject':
      await client.reject();
      return 'Let pass. You are not ready now.';
    case 'hold':
      await client.hold();
      return 'On hold. The call cannot be ended until you resume it.';
    case 'resume':
      await client.resume();
      return 'Off hold.';
    case 'hang-up':
      await client.hangUp();
      return 'Call ended.';
    case 'leave-message':
      await client.leaveMessage();
      return 'The message is left after the beep. You are free.';
    case 'mute': {
      const muted = client.view?.interaction?.line?.muted !== true;
      await client.mute(muted);
      return muted ? 'Muted: the contact does not hear you.' : 'The contact hears you again.';
    }
    case 'digits': {
      const digits = (argument.text ?? '').toUpperCase();
      await client.sendDigits(digits);
      return `Pressed ${harmless(digits)}.`;
    }
    case 'record': {
      const on = client.view?.interaction?.line?.recording !== true;
      await client.record(on);
      return on ? 'Recording.' : 'Recording stopped.';
    }
    case 'transfer':
      await client.transfer(await findTarget(client, argument.text ?? ''));
      return 'Handing over.';
    case 'consult':
      await client.consult(await findTarget(client, argument.text ?? ''));
      return 'Calling; the contact is on hold.';
    case 'complete':
      await client.completeTransfer();
      return 'Handed over.';
    case 'return':
      await client.returnToContact();
      return 'With the contact again.';
    case 'code':
      return await setCode(client, codes[(argument.place ?? 0) - 1]);
    case 'code-name':
      return await setCode(client, findCode(codes, argument.text ?? ''));
    case 'notes':
      await client.wrapUp({ notes: argument.text ?? '' });
      return 'Notes kept.';
    case 'cancel-callback':
      await client.cancelCallback();
      return 'The callback is cancelled.';
    case 'case': {
      const [name = '', ...value] = (argument.text ?? '').split(':');
      if (value.length === 0) throw new Error('Write a name, a colon and a value: “Contract: A-17”.');
      await client.addCaseEntry({ name, value: value.join(':') });
      return `Kept with the contact: ${harmless(name.trim())}.`;
    }
    case 'guide': {
      const progress = client.view?.interaction?.guide ?? null;
      const question = progress === null ? undefined : askedQuestion(progress, argument.back ?? 0);
      if (question === undefined) return 'The guide is through: all answers are kept.';
      const answer = readAnswer(question, argument.text ?? '');
      const { interaction } = await client.answerGuide({ questionId: question.id, answer });
      return interaction?.guide?.openQuestionId === null ? 'The guide is through: all answers are kept.' : 'Kept.';
    }
    case 'day':
      return dayWords(await client.day());
    case 'done':
      await client.done();
      return 'Done.';
    case 'done-and-stop':
      await client.doneAndStop();
      return 'Done. The next record comes when you ask for it.';
    case 'join':
    case 'leave': {
      if (campaign === undefined)
        throw new Error('You are assigned to no campaign: a campaign manager assigns agents.');
      await client[deed](campaign.campaignId);
      return `${deed === 'join' ? 'Joined' : 'Left'} ${harmless(campaign.name)}.`;
    }
  }
}
