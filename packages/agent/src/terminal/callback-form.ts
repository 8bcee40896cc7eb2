/** The callback window: date, time, zone, number, personal or not, notes (GW-13); what each key does to it. */
import type { CallbackBody, Interaction } from '@outdial/shared';
import type { Key } from 'ink';
import { type EditedLine, editedLine, editLine, textOf } from './line-editor.ts';

export const CALLBACK_FIELDS = ['date', 'time', 'timeZone', 'number', 'personal', 'notes'] as const;
export type CallbackField = (typeof CALLBACK_FIELDS)[number];
type TypedField = Exclude<CallbackField, 'personal'>;

export interface CallbackForm {
  readonly interactionId: string;
  readonly lines: Readonly<Record<TypedField, EditedLine>>;
  readonly personal: boolean;
  /** The field that is being filled in. */
  readonly field: CallbackField;
}

export const FIELD_WORDS: Readonly<Record<CallbackField, { label: string; placeholder: string }>> = {
  date: { label: 'Date', placeholder: 'when? as in 2026-12-31' },
  time: { label: 'Time', placeholder: 'when? as in 14:30' },
  timeZone: { label: 'Time zone', placeholder: 'the contact’s; or as in Europe/Paris' },
  number: { label: 'Number', placeholder: 'the one in hand' },
  personal: { label: 'By', placeholder: '' },
  notes: { label: 'Notes', placeholder: '' },
};

const MOST: Readonly<Record<TypedField, number>> = { date: 10, time: 5, timeZone: 64, number: 40, notes: 2_000 };

/** A date as its clock on the wall shows it. */
function today(nowMs: number): string {
  const now = new Date(nowMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** With what was scheduled before, or today. */
export function openCallbackForm({ interactionId, callback, number }: Interaction, nowMs: number): CallbackForm {
  const other = callback !== null && callback.number !== number ? callback.number : '';
  return {
    interactionId,
    lines: {
      date: editedLine(callback?.date ?? today(nowMs)),
      time: editedLine(callback?.time ?? ''),
      timeZone: editedLine(callback?.timeZone ?? ''),
      number: editedLine(other),
      notes: editedLine(callback?.notes ?? ''),
    },
    personal: callback?.personal ?? false,
    field: callback === null ? 'time' : 'date',
  };
}

function moved(form: CallbackForm, by: 1 | -1): CallbackForm {
  const at = CALLBACK_FIELDS.indexOf(form.field) + by;
  return { ...form, field: CALLBACK_FIELDS[(at + CALLBACK_FIELDS.length) % CALLBACK_FIELDS.length] ?? 'date' };
}

/** The form after a key that neither keeps nor leaves it. */
export function typeInForm(form: CallbackForm, input: string, key: Key): CallbackForm {
  if (key.tab || key.downArrow || key.upArrow) return moved(form, key.upArrow || key.shift ? -1 : 1);
  const { field, lines } = form;
  if (field === 'personal') {
    return input === ' ' || key.leftArrow || key.rightArrow ? { ...form, personal: !form.personal } : form;
  }
  return { ...form, lines: { ...lines, [field]: editLine(lines[field], input, key, MOST[field]) } };
}

/** What has to be filled in before it can be kept, in words; null where it can be tried. */
export function missingIn(form: CallbackForm): string | null {
  const { date, time } = bodyOf(form);
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return 'Date: on which day? Write it as in 2026-12-31.';
  return /^\d\d:\d\d$/.test(time) ? null : 'Time: at what time? Write it as in 14:30.';
}

export function bodyOf({ lines, personal }: CallbackForm): CallbackBody {
  const text = (field: TypedField): string => textOf(lines[field]).trim();
  return {
    date: text('date'),
    time: text('time').replace(/^(\d):/, '0$1:'),
    personal,
    notes: text('notes'),
    ...(text('timeZone') === '' ? {} : { timeZone: text('timeZone') }),
    ...(text('number') === '' ? {} : { number: text('number') }),
  };
}
