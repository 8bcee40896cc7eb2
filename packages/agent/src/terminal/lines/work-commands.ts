/** The line mode's commands of the work beside the call: callback, case information, call guide, my day. */
import type { AgentClient, CallbackDraft } from '../../client/index.ts';
import { askedQuestion, howToAnswer } from '../guide-words.ts';
import { perform } from '../perform.ts';
import { callbackWords, harmless } from '../words.ts';
import type { LineCommand, Said } from './commands.ts';
import { UsageError } from './usage-error.ts';

const WORDS = 'callback 2026-12-31 14:30 [Europe/Paris] [+33199001234] [personal] [-- NOTES]';

/** Date and time, then in any order zone, number and `personal`; notes behind two hyphens. */
export function readCallback(rest: string): CallbackDraft {
  const [head = '', ...notes] = rest.split(/\s*--\s*/);
  const [date = '', time = '', ...more] = head.trim().split(/\s+/);
  if (date === '' || time === '') throw new UsageError(`A callback needs a date and a time: ${WORDS}.`);
  const draft: CallbackDraft = { date, time, personal: more.includes('personal'), notes: notes.join(' -- ') };
  for (const word of more.filter((one) => one !== 'personal')) {
    if (/^[A-Za-z]/.test(word)) draft.timeZone = word;
    else if (/^[+\d]/.test(word)) draft.number = word;
    else throw new UsageError(`“${harmless(word)}” is no time zone and no number: ${WORDS}.`);
  }
  return draft;
}

async function schedule(client: AgentClient, rest: string): Promise<Said> {
  const { interaction } = await client.scheduleCallback(readCallback(rest));
  const callback = interaction?.callback ?? null;
  return { text: callback === null ? 'Kept.' : `Callback: ${callbackWords(callback)}.`, data: callback };
}

async function guide(client: AgentClient): Promise<Said> {
  const { interaction } = await client.refresh();
  const progress = interaction?.guide ?? null;
  if (progress === null) return { text: 'No call guide here.', data: null };
  const question = askedQuestion(progress, 0);
  if (question === undefined) return { text: 'The guide is through: all answers are kept.', data: progress };
  const options = question.options.map(({ label }, at) => `  ${at + 1} ${harmless(label)}`);
  return { text: [harmless(question.text), ...options, `  ${howToAnswer(question)}`].join('\n'), data: progress };
}

export const WORK_COMMANDS: readonly LineCommand[] = [
  { name: 'callback', takes: 'DATE TIME …', help: `schedule or change a callback: ${WORDS}`, run: schedule },
  {
    name: 'cancel-callback',
    takes: '',
    help: 'cancel the callback of this interaction',
    run: async (client) => ({ text: await perform(client, 'cancel-callback') }),
  },
  {
    name: 'callbacks',
    takes: '',
    help: 'the callbacks that I hold',
    run: async (client) => {
      const held = await client.myCallbacks();
      return {
        text: held.map((one) => `${harmless(one.contactName)}  ${callbackWords(one)}`).join('\n') || 'None.',
        data: held,
      };
    },
  },
  {
    name: 'case',
    takes: 'NAME: VALUE',
    help: 'add to the case information',
    run: async (client, rest) => ({ text: await perform(client, 'case', { text: rest }) }),
  },
  { name: 'guide', takes: '', help: 'the open question of the call guide', run: guide },
  {
    name: 'answer',
    takes: 'ANSWER',
    help: 'answer it',
    run: async (client, rest) => ({ text: await perform(client, 'guide', { text: rest }) }),
  },
  {
    name: 'day',
    takes: '',
    help: 'my figures of today, and when the next call comes',
    run: async (client) => ({ text: await perform(client, 'day') }),
  },
];
