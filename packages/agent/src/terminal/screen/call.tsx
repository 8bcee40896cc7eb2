/** The call in hand: who, the contact's fields (WX-3), the wrap-up code and the notes (BP-9), during the call and after it. */
import type { Interaction, WrapUpCode } from '@outdial/shared';
import { Box, Text } from 'ink';
import type { EditedLine } from '../line-editor.ts';
import { callbackWords, callWords, harmless, lineWords, pastWords, readableNumber, verdictWords } from '../words.ts';
import { Rule } from './header.tsx';
import { TypedLine } from './typed-line.tsx';

const LABEL_WIDTH = 16;
const HISTORY_SHOWN = 3;

export function Fields({ fields, rows }: { fields: Readonly<Record<string, string>>; rows: number }) {
  const entries = Object.entries(fields);
  const fits = entries.length <= rows;
  const shown = fits ? entries : entries.slice(0, rows - 1);
  return (
    <Box flexDirection="column" flexShrink={0}>
      {shown.map(([name, value]) => (
        <Box key={name}>
          <Box width={LABEL_WIDTH} flexShrink={0}>
            <Text dimColor wrap="truncate-end">
              {harmless(name)}
            </Text>
          </Box>
          <Text wrap="truncate-end">{harmless(value)}</Text>
        </Box>
      ))}
      {fits ? null : <Text dimColor>{`… ${entries.length - shown.length} more fields`}</Text>}
    </Box>
  );
}

function Codes({ codes, chosen, width }: { codes: readonly WrapUpCode[]; chosen: string | null; width: number }) {
  const half = Math.floor(width / 2);
  return (
    <Box flexWrap="wrap" flexShrink={0}>
      {codes.slice(0, 9).map(({ code, label }, index) => (
        <Box key={code} width={half}>
          <Text bold={code === chosen} wrap="truncate-end" {...(code === chosen ? { color: 'green' } : {})}>
            {`${code === chosen ? '●' : '○'} ${index + 1} ${harmless(label)}`}
          </Text>
        </Box>
      ))}
    </Box>
  );
}

/** The contact's fields (WX-3), what the case holds (GW-11), what was promised (GW-17) and tried before (OUT-4), in this order. */
export function knownOf(interaction: Interaction): Record<string, string> {
  const { fields, caseInformation, fromCallback, history } = interaction;
  const known = { ...fields };
  for (const { name, value } of caseInformation) known[name in fields ? `${name} (case)` : name] = value;
  if (fromCallback !== null && fromCallback.notes !== '') known.promised = fromCallback.notes;
  for (const [at, past] of history.slice(0, HISTORY_SHOWN).entries())
    known[`before${' '.repeat(at)}`] = pastWords(past);
  return known;
}

/** What came of a call that nobody answered. */
const unanswered = ({ state, callStatus }: Interaction): string | null =>
  state === 'wrap-up' && callStatus !== null && callStatus !== 'live' ? callWords(callStatus) : null;

/** Muted, recorded, listened to, consulting: one row, empty where nothing of it is, and after the call. */
function LineStatus({ interaction }: { interaction: Interaction }) {
  const verdict = verdictWords(interaction);
  const words: { text: string; bad?: boolean }[] = [...lineWords(interaction)];
  if (verdict !== null) words.push({ text: verdict });
  if (words.length === 0) return <Text> </Text>;
  return (
    <Text wrap="truncate-end">
      {words.map(({ text, bad }, index) => (
        <Text key={text} bold color={bad === true ? 'red' : 'yellow'}>
          {index === 0 ? text : ` · ${text}`}
        </Text>
      ))}
    </Text>
  );
}

export interface CallProps {
  interaction: Interaction;
  width: number;
  /** Rows for the contact's fields. */
  fieldRows: number;
  /** The notes as they are being typed; null while they are not. */
  typing: EditedLine | null;
}

export function Call({ interaction, width, fieldRows, typing }: CallProps) {
  const { wrapUpCodes, wrapUpCode, wrapUpMandatory, notes } = interaction;
  const further = wrapUpCodes.find((code, index) => index >= 9 && code.code === wrapUpCode);
  const need = wrapUpMandatory && wrapUpCode === null ? 'Wrap-up: this campaign asks for a code' : 'Wrap-up';
  return (
    <Box flexDirection="column">
      <Box justifyContent="space-between">
        <Text bold wrap="truncate-end">
          {harmless(interaction.contactName) || '(no name)'}
        </Text>
        <Box flexShrink={0}>
          <Text bold>{readableNumber(interaction.number)}</Text>
        </Box>
      </Box>
      <Text wrap="truncate-end">
        <Text color="magenta">{interaction.direction === 'inbound' ? '← INBOUND' : '→ OUTBOUND'}</Text>
        {`  ${harmless(interaction.campaignName)}  `}
        <Text dimColor>{harmless(interaction.origin)}</Text>
        {unanswered(interaction) === null ? '' : <Text color="yellow">{`  ${unanswered(interaction)}`}</Text>}
      </Text>
      <LineStatus interaction={interaction} />
      <Fields fields={knownOf(interaction)} rows={fieldRows} />
      {interaction.callback === null ? null : (
        <Text wrap="truncate-end" color={interaction.callback.state === 'invalid' ? 'red' : 'green'}>
          {`Callback ${callbackWords(interaction.callback)}`}
        </Text>
      )}
      <Rule width={width} title={need} />
      {wrapUpCodes.length === 0 ? <Text dimColor>This campaign has no wrap-up codes.</Text> : null}
      <Codes codes={wrapUpCodes} chosen={wrapUpCode} width={width} />
      {wrapUpCodes.length > 9 ? (
        <Text dimColor>{`and ${wrapUpCodes.length - 9} more: c${further ? `; chosen: ${further.label}` : ''}`}</Text>
      ) : null}
      <Box>
        <Box width={7} flexShrink={0}>
          <Text dimColor>Notes</Text>
        </Box>
        {typing === null ? (
          <Text wrap="truncate-end">{harmless(notes) || '-'}</Text>
        ) : (
          <TypedLine line={typing} width={width - 7} active />
        )}
      </Box>
    </Box>
  );
}
