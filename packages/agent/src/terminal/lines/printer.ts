/** Writes answers and events: plain lines for people, or one JSON object a line. */
import type { AgentView } from '@outdial/shared';
import type { AgentClient, AgentClientEvent } from '../../client/index.ts';
import {
  afterWords,
  callWords,
  duration,
  harmless,
  lineWords,
  phoneWords,
  readableNumber,
  stateWords,
} from '../words.ts';
import type { Said } from './commands.ts';

export interface Printer {
  answer(command: string, said: Said): void;
  /** A line that failed (`code` of the problem) or was not understood (`usage`). */
  failure(command: string, code: string, text: string): void;
  event(event: AgentClientEvent): void;
}

export function jsonPrinter(write: (line: string) => void): Printer {
  const put = (value: unknown): void => write(JSON.stringify(value));
  return {
    answer: (command, said) =>
      put({
        type: 'answer',
        command,
        ok: true,
        text: said.text,
        ...(said.data === undefined ? {} : { data: said.data }),
      }),
    failure: (command, code, text) => put({ type: 'answer', command, ok: false, code, text }),
    event(event) {
      if (event.type === 'view') put({ type: 'view', view: event.view });
      else if (event.type !== 'link') put(event);
      else if (event.link.kind !== 'lost' && event.link.kind !== 'logged-off')
        put({ type: 'link', kind: event.link.kind });
      else put({ type: 'link', kind: event.link.kind, text: event.link.error.message });
    },
  };
}

/** Whom a record is about; where a call comes from, and once it is over what came of it. */
function inHandWords({ interaction }: AgentView): string[] {
  if (interaction === null) return [];
  const { state, contactName, number, origin, callStatus } = interaction;
  if (state === 'preview') return [origin, contactName, readableNumber(number)];
  return state === 'wrap-up' && callStatus !== null && callStatus !== 'live'
    ? [origin, callWords(callStatus)]
    : [origin];
}

/** What a view says that is worth a line when it changes. */
function toldOf(view: AgentView): string {
  const line = lineWords(view.interaction).map(({ text }) => text);
  return [stateWords(view), view.interaction?.origin, view.phone?.state, ...line].join(' ');
}

/** What an event says to a person; null where it says nothing new. */
function eventLine(event: AgentClientEvent, client: AgentClient): string | null {
  switch (event.type) {
    case 'view': {
      const { presence, interaction } = event.view;
      const before = event.previous;
      const words = stateWords(event.view);
      if (before !== null && toldOf(before) === toldOf(event.view)) return null;
      const line = lineWords(interaction).map(({ text }) => text);
      const phone = phoneWords(event.view.phone, event.view.nowMs);
      const rest = [presence.reason, ...inHandWords(event.view), ...line, afterWords(presence.after), phone];
      return [`* ${words}`, ...rest.flatMap((part) => (part ? [harmless(part)] : []))].join('  ');
    }
    case 'alert': {
      const { campaignName, contactName, number, expiresAtMs, state, callId } = event.interaction;
      const left = expiresAtMs === null ? '' : `  accept within ${duration(expiresAtMs - client.nowMs())}`;
      const what = callId === null ? 'RECORD' : 'CALL';
      const way = event.interaction.direction === 'inbound' ? 'INBOUND' : 'OUTBOUND';
      const head = state === 'offered' ? `! ${way} ${what} OFFERED` : `! ${way} CALL`;
      return `${head}  ${harmless(campaignName)}  ${harmless(contactName)}  ${readableNumber(number)}${left}`;
    }
    case 'told':
      return `* ${harmless(event.text)}`;
    case 'notice':
      return `* ${harmless(event.notice.text)}`;
    case 'engine':
      return event.engine === 'lost' ? '* engine lost: it is restarted by itself' : '* engine back';
    case 'link':
      if (event.link.kind === 'lost' && event.link.tries === 1) return '* connection lost: trying again by itself';
      if (event.link.kind === 'logged-off') return `* shut out: ${harmless(event.link.error.message)}`;
      return null;
  }
}

export function plainPrinter(write: (line: string) => void, client: AgentClient): Printer {
  return {
    answer: (_, said) => write(said.text),
    failure: (_, __, text) => write(`error: ${text}`),
    event(event) {
      const line = eventLine(event, client);
      if (line !== null) write(line);
    },
  };
}
