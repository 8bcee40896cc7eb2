/** The callback window over the call in hand (GW-13, GW-14). */
import { Box, Text } from 'ink';
import { CALLBACK_FIELDS, type CallbackField, type CallbackForm, FIELD_WORDS } from '../callback-form.ts';
import { TypedLine } from './typed-line.tsx';

const LABEL_WIDTH = 11;

function Value({ form, field, width }: { form: CallbackForm; field: CallbackField; width: number }) {
  const active = form.field === field;
  if (field === 'personal') {
    const words = form.personal ? '◂ by me alone (personal) ▸' : '◂ by any agent ▸';
    return <Text inverse={active}>{words}</Text>;
  }
  const { placeholder } = FIELD_WORDS[field];
  const line = form.lines[field];
  if (!active && line.characters.length === 0) return <Text dimColor>{placeholder}</Text>;
  return <TypedLine line={line} width={width} active={active} placeholder={placeholder} />;
}

export function CallbackWindow({ form, width, changes }: { form: CallbackForm; width: number; changes: boolean }) {
  return (
    <Box flexDirection="column" borderStyle="round" borderColor="cyan" paddingX={2} flexShrink={0}>
      <Text bold>{changes ? 'Change the callback' : 'Schedule a callback'}</Text>
      {CALLBACK_FIELDS.map((field) => (
        <Box key={field}>
          <Box width={LABEL_WIDTH} flexShrink={0}>
            <Text bold={form.field === field} dimColor={form.field !== field}>
              {FIELD_WORDS[field].label}
            </Text>
          </Box>
          <Value form={form} field={field} width={width - LABEL_WIDTH - 6} />
        </Box>
      ))}
    </Box>
  );
}
