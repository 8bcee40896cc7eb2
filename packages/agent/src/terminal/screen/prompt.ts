/** What the screen asks the person to type: a reason, notes, a code's name, keys, or to whom a contact goes. */
import { type EditedLine, editedLine } from '../line-editor.ts';

export interface Prompt {
  deed: 'not-ready' | 'notes' | 'code-name' | 'redial' | 'case' | 'guide' | 'digits' | 'transfer' | 'consult';
  /** Of the guide: so many questions before the open one. */
  back?: number;
  line: EditedLine;
  /** What was in hand when it was opened: where that is gone, so is the prompt. */
  interactionId: string | null;
}

export const PROMPTS = {
  'not-ready': { label: 'Reason', placeholder: 'break', most: 80 },
  'code-name': { label: 'Code', placeholder: 'its name, or how it begins', most: 80 },
  redial: { label: 'Number', placeholder: '1 to 9, or Enter for the same', most: 20 },
  case: { label: 'Add to case', placeholder: 'Contract: A-17', most: 2_080 },
  guide: { label: 'Answer', placeholder: 'or back', most: 4_000 },
  digits: { label: 'Keys', placeholder: '0-9 * #', most: 32 },
  transfer: { label: 'Transfer to', placeholder: 'a number, or a colleague', most: 80 },
  consult: { label: 'Consult', placeholder: 'a number, or a colleague', most: 80 },
  notes: { label: 'Notes', placeholder: '', most: 10_000 },
} as const;

export const isPrompted = (deed: string): deed is Prompt['deed'] => Object.hasOwn(PROMPTS, deed);

export const openPrompt = (deed: Prompt['deed'], interactionId: string | null, text: string): Prompt => ({
  deed,
  interactionId,
  line: editedLine(text),
});
