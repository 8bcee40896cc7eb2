/** How the terminal client says things: states, times, numbers, refusals and errors, in words for the person who works. */
import {
  type ActionRefusal,
  type AgentAction,
  type AgentDay,
  type AgentState,
  type AgentView,
  ApiError,
  type Callback,
  counted,
  type Interaction,
  type PastAttempt,
  refusalOf,
} from '@outdial/shared';

const STATE_WORDS: Record<AgentState, string> = {
  'logged-out': 'LOGGED OUT',
  'not-ready': 'NOT READY',
  ready: 'READY',
  reserved: 'RESERVED',
  offered: 'CALL OFFERED',
  connecting: 'CONNECTING',
  talking: 'TALKING',
  held: 'ON HOLD',
  consulting: 'CONSULTING',
  'wrap-up': 'WRAP-UP',
};

/** The state in words for a person, the interaction's where it says more. */
export function stateWords({ presence, interaction }: Pick<AgentView, 'presence' | 'interaction'>): string {
  if (presence.kind === 'offered' && interaction?.callId === null) return 'RECORD OFFERED';
  if (interaction?.state === 'preview') return 'RECORD IN HAND';
  if (interaction?.state === 'dialing') return interaction.callStatus === 'ringing' ? 'RINGING' : 'DIALING';
  return STATE_WORDS[presence.kind];
}

/** GW-11: how far the call is, and what came of it. */
export const callWords = (status: NonNullable<AgentView['interaction']>['callStatus']): string =>
  (status ?? 'not called').replaceAll('-', ' ');

/** What the detector said while the agent is with the contact already; null where it said nothing, or has nothing to say. */
export function verdictWords({ verdict }: NonNullable<AgentView['interaction']>): string | null {
  return verdict === null ? null : `detector: ${verdict.label}, ${Math.round(100 * verdict.confidence)} %`;
}

/** The text in lines of at most `width` characters, broken at blanks. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** `0:07`, `12:40`, `1:02:03`; never negative. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** What the store or a contact says, made harmless for a terminal: no control or formatting characters, one line. */
export const harmless = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

/** `+33199001234` as `+33 1 99 00 12 34`; any other number in groups of three behind the first two digits. */
export function readableNumber(number: string): string {
  const plain = harmless(number);
  const french = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(plain);
  if (french !== null) return `+33 ${french.slice(1).join(' ')}`;
  return /^\+\d{7,15}$/.test(plain) ? plain.replace(/^(\+\d{2})(\d+)$/, (_, a, b) => `${a} ${groups(b)}`) : plain;
}

const groups = (digits: string): string => digits.replace(/(\d{3})(?=\d{2})/g, '$1 ');

/** What is wrong with the phone, or null where all is well; `nowMs` is the server's clock. */
export function phoneWords(phone: AgentView['phone'], nowMs: number): string | null {
  if (phone === undefined) return null;
  if (phone.state === 'calling')
    return phone.detail === null ? 'your phone is being called' : 'phone down, being called';
  if (phone.state !== 'down') return null;
  const next = phone.nextTryAtMs === null ? '' : `, again in ${duration(phone.nextTryAtMs - nowMs)}`;
  return `PHONE DOWN${next}: ${harmless(phone.detail ?? 'no answer')}`;
}

/** Nobody is on the line any more. */
const QUIET = { muted: false, recording: false, monitored: null, consultation: null } as const;

const MONITOR_WORDS = {
  listen: 'a supervisor listens',
  whisper: 'a supervisor speaks to you',
  barge: 'a supervisor is in the call',
};

/** What goes on beside the conversation, in a few words each; after the call only what became of it. */
export function lineWords(interaction: Interaction | null): readonly { text: string; bad?: true }[] {
  const line = interaction?.line;
  if (line === undefined) return [];
  const { transferredTo, notice } = line;
  const over = interaction?.state === 'wrap-up';
  const { muted, recording, monitored, consultation } = over ? QUIET : line;
  const asked = consultation === null ? null : harmless(consultation.with);
  return [
    ...(muted ? [{ text: 'MUTED', bad: true as const }] : []),
    ...(recording ? [{ text: '● recording' }] : []),
    ...(monitored === null ? [] : [{ text: MONITOR_WORDS[monitored] }]),
    ...(asked === null ? [] : [{ text: consultation?.state === 'talking' ? `with ${asked}` : `calling ${asked}…` }]),
    ...(transferredTo === null ? [] : [{ text: `transferred to ${harmless(transferredTo)}` }]),
    ...(notice === null ? [] : [{ text: harmless(notice), bad: true as const }]),
  ];
}

export const afterWords = (after: AgentView['presence']['after']): string | null => {
  if (after === null || after.kind === 'ready') return null;
  return after.kind === 'logged-out' ? 'then logged out' : `then not ready: ${harmless(after.reason)}`;
};

/** OUT-5: what an agent becomes after each wrap-up. */
export function automaticReadyWords(ready: boolean | null): string {
  if (ready === null) return 'After each wrap-up: as the campaign says.';
  return ready
    ? 'After each wrap-up you are ready by yourself.'
    : 'After each wrap-up you are not ready until you say so.';
}

/** OUT-4: the day in one line. */
export function dayWords({ today, expectedNextCallMs, because, callbacksDue }: AgentDay): string {
  const next =
    expectedNextCallMs === null
      ? `Next call: ${harmless(because)}.`
      : `Next call in about ${duration(expectedNextCallMs)}.`;
  const due = callbacksDue === 0 ? '' : ` ${callbacksDue} of your callbacks due.`;
  const times = `talk ${duration(today.talkMs)}, wrap-up ${duration(today.wrapUpMs)}, ready ${duration(today.readyMs)}`;
  return `Today ${counted(today.calls, 'call')}, ${times}.${due} ${next}`;
}

/** GW-15: a scheduled callback in one line. */
export function callbackWords(callback: Callback): string {
  const who = callback.personal ? 'by me' : 'by any agent';
  const when = `${callback.date} ${callback.time} (${harmless(callback.timeZone)}), ${readableNumber(callback.number)}, ${who}`;
  if (callback.state !== 'invalid') return when;
  return `${when}. It cannot be called: ${harmless(callback.reasons.map(({ message }) => message).join('; '))}`;
}

/** OUT-4: an earlier attempt in one line. */
export function pastWords({ atMs, outcome, liveEnd, agentName, talkMs, wrapUpCode, notes }: PastAttempt): string {
  const what = liveEnd === 'connected' ? `talked ${duration(talkMs ?? 0)}` : (liveEnd ?? outcome ?? 'under way');
  const parts = [what.replaceAll('-', ' '), agentName, wrapUpCode, notes].filter((part) => part);
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')}  ${parts.map((part) => harmless(part ?? '')).join(' · ')}`;
}

/** Why an agent is refused, and what to do about it, for each refusal of the agent's table. */
const REFUSAL_WORDS: Record<ActionRefusal, string> = {
  'agent-logged-out': 'You are logged out: start work first.',
  'agent-already-logged-in': 'You are at work already.',
  'agent-not-ready': 'You are not ready: go ready first.',
  'agent-busy': 'You have a call in hand: finish it first.',
  'agent-not-reserved': 'Nothing is reserved for you.',
  'no-offer': 'Nothing is offered to you now: wait for the next alert.',
  'no-record': 'You have no record in hand.',
  'nothing-to-redial': 'There is nobody to call again: a redial is for a call that nobody answered.',
  'no-preview-campaign': 'None of your running campaigns is in preview: records are asked for in preview alone.',
  'no-call': 'You have no call now.',
  'call-on-hold': 'The call is on hold: resume it first, a call on hold cannot be ended.',
  'call-not-held': 'The call is not on hold.',
  consulting: 'You are consulting somebody: complete the transfer, or return to the contact first.',
  'no-consultation': 'You are consulting nobody.',
  'not-in-wrap-up': 'There is nothing to wrap up: the call is not over, or you have none.',
  'wrap-up-first': 'Wrap up the last call first.',
};

/** Null where the engine is there. */
export const engineLost = ({ engine }: AgentView): string | null =>
  engine === 'lost' ? 'The engine is not connected. It is restarted by itself: try again in a few seconds.' : null;

/** Why `action` cannot be done now; null where it can. */
export function whyNot(view: AgentView, action: AgentAction): string | null {
  const lost = engineLost(view);
  if (lost !== null) return lost;
  if (view.allowedActions.includes(action)) return null;
  const refusal = refusalOf(view.presence.kind, action);
  return refusal === null ? `You are ${stateWords(view).toLowerCase()} already.` : REFUSAL_WORDS[refusal];
}

const isRefusal = (code: string): code is ActionRefusal => Object.hasOwn(REFUSAL_WORDS, code);

/** What failed and what to do about it, in one line. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return harmless(error instanceof Error ? error.message : String(error));
  if (isRefusal(error.code)) return REFUSAL_WORDS[error.code];
  if (error.code === 'wrap-up-code-required') return 'This campaign asks for a wrap-up code: choose one first.';
  if (error.code === 'callback-invalid') {
    return `The callback cannot be called then: ${harmless(error.problem?.detail ?? error.message)} Correct it, or cancel it (B).`;
  }
  if (error.code === 'wrong-answer') return harmless(error.problem?.detail ?? error.message);
  if (error.code === 'stale-version') return 'Too late: things changed just before. Look again.';
  if (error.code === 'unknown-interaction') return 'Too late: this call was answered, withdrawn or timed out.';
  return harmless(error.message);
}
