/** What the work screen remembers, and what keys do to it. */
import type { Clock } from '@outdial/shared';
import { type Key, useInput } from 'ink';
import { useState } from 'react';
import type { AgentClient } from '../../client/index.ts';
import { type Deed, type KeyContext, press } from '../keys.ts';
import { editLine, textOf } from '../line-editor.ts';
import { type Argument, perform } from '../perform.ts';
import { explain } from '../words.ts';
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

/** The key's name in the registry. */
function keyName(input: string, key: Key): string {
  if (key.upArrow || key.downArrow) return 'up/down';
  return /^[1-9]$/.test(input) ? '1-9' : input;
}

export function useWork({ client, clock, bell, onLeave, onLoggedOff }: WorkProps) {
  const [message, setMessage] = useState<Message | null>(null);
  const [opened, setPrompt] = useState<Prompt | null>(null);
  const [help, setHelp] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [leaving, setLeaving] = useState(false);
  const nowMs = useNowMs(client, clock);
  const { view, link } = useAgent(client, {
    onAlert() {
      setHelp(false);
      setMessage(null);
      bell();
    },
    onNotice: (text) => setMessage({ tone: 'plain', text }),
    onLoggedOff,
  });
  const interaction = view?.interaction ?? null;
  const interactionId = interaction?.interactionId ?? null;
  const prompt = opened?.interactionId === interactionId ? opened : null;

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
    if (deed === 'help') setHelp(true);
    else if (deed === 'choose') {
      const last = (view?.campaigns.length ?? 1) - 1;
      // From the newest value: a held key sends several presses between two frames.
      setChosen((before) => Math.max(0, Math.min(last, before + step)));
    } else if (isPrompted(deed) && argument.text === undefined) {
      setPrompt(openPrompt(deed, interactionId, deed === 'notes' ? (interaction?.notes ?? '') : ''));
    } else {
      perform(client, deed, argument).then(
        (text) => setMessage({ tone: 'good', text }),
        (cause: unknown) => setMessage({ tone: 'bad', text: explain(cause) }),
      );
    }
  }

  function type(into: Prompt, input: string, key: Key): void {
    const { most } = PROMPTS[into.deed];
    // Fast or pasted typing comes in one piece, its Enter at the end.
    const withEnter = !key.return && !key.escape && /[\r\n]$/.test(input);
    if (!key.return && !key.escape && !withEnter) {
      setPrompt((before) => before && { ...before, line: editLine(before.line, input, key, most) });
      return;
    }
    setPrompt(null);
    if (key.escape) return;
    const line = withEnter ? editLine(into.line, input.replace(/[\r\n]+$/, ''), key, most) : into.line;
    const typed = textOf(line).trim();
    obey(into.deed, { text: typed === '' && into.deed === 'not-ready' ? 'break' : typed }, 1);
  }

  function work(context: KeyContext, input: string, key: Key): void {
    const pressed = press(keyName(input, key), context);
    if (pressed === null) return;
    if ('refused' in pressed) setMessage({ tone: 'bad', text: pressed.refused });
    else obey(pressed.deed, { campaign: chosen, place: Number(input) }, key.downArrow ? 1 : -1);
  }

  useInput((input, key) => {
    if (key.ctrl && input === 'c') quit();
    else if (view === null) return;
    else if (prompt !== null) type(prompt, input, key);
    else if (help) setHelp(false);
    else work({ view, chosen }, input, key);
  });

  return { view, link, nowMs, message, prompt, help, chosen };
}
