/** What the work screen remembers, and what keys do to it. */
import type { Clock, E164 } from '@outdial/shared';
import { type Key, useInput } from 'ink';
import { useState } from 'react';
import type { AgentClient, CallChoice } from '../../client/index.ts';
import { bodyOf, type CallbackForm, missingIn, openCallbackForm, typeInForm } from '../callback-form.ts';
import type { Deed, KeyContext } from '../key-binding.ts';
import { press } from '../keys.ts';
import { editLine, textOf } from '../line-editor.ts';
import { type Argument, findNumber, perform, type ServerDeed } from '../perform.ts';
import { recordCampaign } from '../record-keys.ts';
import { callbackWords, explain } from '../words.ts';
import type { Message } from './footer.tsx';
import { isPrompted, openPrompt, PROMPTS, type Prompt } from './prompt.ts';
import { useAgent, useNowMs } from './use-agent.ts';

export interface WorkProps {
  client: AgentClient;
  clock: Clock;
  bell(): void;
  onLeave(): void;
  /** The server shut the person out. */
  onLoggedOff(error: Error): void;
}

/** What was chosen of a record: where to call, and what to show. */
interface Picked {
  interactionId: string | null;
  numberAt: number;
  callerAt: number;
}

const NOTHING: Picked = { interactionId: null, numberAt: 0, callerAt: 0 };

/** The key's name in the registry. */
function keyName(input: string, key: Key): string {
  if (key.upArrow || key.downArrow) return 'up/down';
  return /^[1-9]$/.test(input) ? '1-9' : input;
}

/** `pages`: how many the help has. */
export function useWork({ client, clock, bell, onLeave, onLoggedOff }: WorkProps, pages: number) {
  const [message, setMessage] = useState<Message | null>(null);
  const [opened, setPrompt] = useState<Prompt | null>(null);
  const [filled, setForm] = useState<CallbackForm | null>(null);
  /** Which page of the help is shown; null: none. */
  const [help, setHelp] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const [leaving, setLeaving] = useState(false);
  const [picked, setPicked] = useState<Picked>(NOTHING);
  const [startedId, setStartedId] = useState<string | null>(null);
  const nowMs = useNowMs(client, clock);
  const { view, link } = useAgent(client, {
    onAlert() {
      setHelp(null);
      setMessage(null);
      bell();
    },
    onNotice(notice) {
      setMessage({ tone: 'plain', text: notice.text });
      if (notice.kind === 'campaign-started' || notice.kind === 'campaign-loaded') setStartedId(notice.campaignId);
    },
    onTold: (text) => setMessage({ tone: 'plain', text }),
    onLoggedOff,
  });
  const interaction = view?.interaction ?? null;
  const interactionId = interaction?.interactionId ?? null;
  const form = filled !== null && filled.interactionId === interactionId ? filled : null;
  const prompt = opened?.interactionId === interactionId ? opened : null;
  // What was chosen for another record says nothing of this one.
  const { numberAt, callerAt } = picked.interactionId === interactionId ? picked : NOTHING;
  const started = view?.campaigns.findIndex((campaign) => campaign.campaignId === startedId && !campaign.joined) ?? -1;
  const context: KeyContext | null =
    view === null ? null : { view, chosen, numberAt, callerAt, started: started < 0 ? null : started };

  function quit(): void {
    if (interaction === null || leaving) {
      onLeave();
      return;
    }
    setLeaving(true);
    setMessage({ tone: 'bad', text: 'You have a call in hand. Press q once more to leave it, and work.' });
  }

  function obey(deed: Deed, argument: Argument, step: 1 | -1): void {
    setMessage(null);
    if (deed === 'quit') {
      quit();
      return;
    }
    setLeaving(false);
    if (deed === 'help') setHelp(0);
    else if (deed === 'callback') {
      if (interaction !== null) setForm(openCallbackForm(interaction, nowMs));
    } else if (deed === 'number' || deed === 'caller-id') pick(deed, argument.place ?? 1);
    else if (deed === 'ok') obey('join', { campaign: started }, 1);
    else if (deed === 'choose') {
      const last = (view?.campaigns.length ?? 1) - 1;
      // From the newest value: a held key sends several presses between two frames.
      setChosen((before) => Math.max(0, Math.min(last, before + step)));
    } else if (isPrompted(deed) && argument.text === undefined && asks(deed)) {
      setPrompt(openPrompt(deed, interactionId, deed === 'notes' ? (interaction?.notes ?? '') : ''));
    } else {
      carryOut(deed, argument).then(
        (text) => setMessage({ tone: 'good', text }),
        (cause: unknown) => setMessage({ tone: 'bad', text: explain(cause) }),
      );
    }
  }

  /** With one number there is nothing to ask before a redial. */
  const asks = (deed: Deed): boolean => deed !== 'redial' || (interaction?.numbers.length ?? 0) > 1;

  function pick(deed: 'number' | 'caller-id', place: number): void {
    const { numbers = [], callerIds = [] } = interaction ?? {};
    const next = { interactionId, numberAt, callerAt };
    if (deed === 'number' && place <= numbers.length) next.numberAt = place - 1;
    if (deed === 'caller-id') next.callerAt = (callerAt + 1) % Math.max(1, callerIds.length);
    setPicked(next);
  }

  /** What the person chose of the record in hand. */
  function choice(deed: Deed, typed: string | undefined): CallChoice {
    if (interaction === null) return {};
    if (deed === 'redial') {
      const number = findNumber(interaction.numbers, typed ?? '');
      return number === undefined ? {} : { number: number as E164 };
    }
    const number = interaction.numbers[numberAt] as E164 | undefined;
    const callerId = interaction.callerIds[callerAt]?.number;
    return { ...(number === undefined ? {} : { number }), ...(callerId === undefined ? {} : { callerId }) };
  }

  async function carryOut(deed: ServerDeed, argument: Argument): Promise<string> {
    if (deed === 'call' || deed === 'redial') return await perform(client, deed, { call: choice(deed, argument.text) });
    if (deed !== 'get-record' || context === null) return await perform(client, deed, argument);
    return await perform(client, deed, { campaign: recordCampaign(context) });
  }

  function type(into: Prompt, input: string, key: Key): void {
    const { most } = PROMPTS[into.deed];
    // Fast or pasted typing comes in one piece, its Enter at the end.
    const withEnter = !key.return && !key.escape && /[\r\n]$/.test(input);
    if (!key.return && !key.escape && !withEnter) {
      setPrompt((before) => before && { ...before, line: editLine(before.line, input, key, most) });
      return;
    }
    if (into.deed === 'guide') {
      answer(into, withEnter ? input.replace(/[\r\n]+$/, '') : '', key);
      return;
    }
    setPrompt(null);
    if (key.escape) return;
    const line = withEnter ? editLine(into.line, input.replace(/[\r\n]+$/, ''), key, most) : into.line;
    const typed = textOf(line).trim();
    obey(into.deed, { text: typed === '' && into.deed === 'not-ready' ? 'break' : typed }, 1);
  }

  /** The next question is asked until the guide is through, or the person leaves it. */
  function answer(into: Prompt, pasted: string, key: Key): void {
    setPrompt(null);
    if (key.escape) return;
    const line = pasted === '' ? into.line : editLine(into.line, pasted, key, PROMPTS.guide.most);
    const text = textOf(line).trim();
    const back = into.back ?? 0;
    const again = (at: number): void => setPrompt({ ...openPrompt('guide', interactionId, ''), back: at });
    if (text === 'back') {
      again(Math.min(back + 1, interaction?.guide?.steps.length ?? 0));
      return;
    }
    perform(client, 'guide', { text, back }).then(
      (said) => {
        setMessage({ tone: 'good', text: said });
        if (client.view?.interaction?.guide?.openQuestionId != null) again(0);
      },
      (cause: unknown) => {
        setMessage({ tone: 'bad', text: explain(cause) });
        again(back);
      },
    );
  }

  /** Kept, the window closes; refused, it stays open to be corrected. */
  function fill(into: CallbackForm, input: string, key: Key): void {
    const withEnter = !key.return && !key.escape && /[\r\n]$/.test(input);
    if (key.escape) {
      setForm(null);
      setMessage(null);
    } else if (!key.return && !withEnter) setForm((before) => before && typeInForm(before, input, key));
    else {
      const form = withEnter ? typeInForm(into, input.replace(/[\r\n]+$/, ''), key) : into;
      const missing = missingIn(form);
      if (missing !== null) {
        setForm(form);
        setMessage({ tone: 'bad', text: missing });
        return;
      }
      client.scheduleCallback(bodyOf(form)).then(
        ({ interaction: now }) => {
          setForm(null);
          const callback = now?.callback ?? null;
          setMessage({ tone: 'good', text: callback === null ? 'Kept.' : `Callback: ${callbackWords(callback)}.` });
        },
        (cause: unknown) => setMessage({ tone: 'bad', text: explain(cause) }),
      );
    }
  }

  function work(context: KeyContext, input: string, key: Key): void {
    const pressed = press(keyName(input, key), context);
    if (pressed === null) {
      if (/^[^\s\p{C}]$/u.test(input)) setMessage({ tone: 'plain', text: `${input} does nothing. ? lists the keys.` });
      return;
    }
    if ('refused' in pressed) setMessage({ tone: 'bad', text: pressed.refused });
    else obey(pressed.deed, { campaign: chosen, place: Number(input) }, key.downArrow ? 1 : -1);
  }

  useInput((input, key) => {
    if (key.ctrl && input === 'c') quit();
    else if (view === null) return;
    else if (form !== null) fill(form, input, key);
    else if (prompt !== null) type(prompt, input, key);
    else if (help !== null) setHelp(key.escape || input === 'q' || help + 1 >= pages ? null : help + 1);
    else if (context !== null) work(context, input, key);
  });

  return { context, link, nowMs, message, prompt, form, help };
}
