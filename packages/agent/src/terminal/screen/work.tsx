/** The screen of an agent at work: header, what is in hand or the campaigns, what was just said, and the keys. */
import { Box, Text, useWindowSize } from 'ink';
import type { CallbackForm } from '../callback-form.ts';
import type { KeyContext } from '../key-binding.ts';
import { Alert } from './alert.tsx';
import { Call } from './call.tsx';
import { CallbackWindow } from './callback-window.tsx';
import { Campaigns } from './campaigns.tsx';
import { Footer, footerLines, type Message, MessageLine } from './footer.tsx';
import { GuidePane } from './guide-pane.tsx';
import { Header, Rule } from './header.tsx';
import { Help, helpPages } from './help.tsx';
import { PROMPTS, type Prompt } from './prompt.ts';
import { Record } from './record.tsx';
import { TypedLine } from './typed-line.tsx';
import { useWork, type WorkProps } from './use-work.ts';

/** Two lines of header, two rules, the message and the window's own last line. */
const FIXED_ROWS = 5;

interface BodyProps {
  context: KeyContext;
  nowMs: number;
  width: number;
  rows: number;
  prompt: Prompt | null;
  form: CallbackForm | null;
  message: Message | null;
}

function Body({ context, nowMs, width, rows, prompt, form, message }: BodyProps) {
  const { interaction } = context.view;
  if (form !== null) return <CallbackWindow form={form} width={width} changes={interaction?.callback != null} />;
  if (prompt?.deed === 'guide' && interaction?.guide != null) {
    return <GuidePane progress={interaction.guide} back={prompt.back ?? 0} said={message} />;
  }
  if (interaction === null)
    return <Campaigns view={context.view} chosen={context.chosen} rows={Math.max(1, rows - 4)} />;
  if (interaction.state === 'preview') return <Record context={context} nowMs={nowMs} width={width} rows={rows} />;
  if (interaction.state === 'offered' || interaction.state === 'connecting' || interaction.state === 'dialing') {
    return <Alert interaction={interaction} nowMs={nowMs} />;
  }
  const codeRows =
    Math.ceil(Math.min(9, interaction.wrapUpCodes.length) / 2) + (interaction.wrapUpCodes.length > 9 ? 1 : 0);
  return (
    <Call
      interaction={interaction}
      width={width}
      fieldRows={Math.max(1, rows - 6 - codeRows - (interaction.callback === null ? 0 : 1))}
      typing={prompt?.deed === 'notes' ? prompt.line : null}
    />
  );
}

function Asked({ prompt, message, width }: { prompt: Prompt | null; message: Message | null; width: number }) {
  if (prompt === null || prompt.deed === 'notes') return <MessageLine message={message} />;
  const { label, placeholder } = PROMPTS[prompt.deed];
  return (
    <Box flexShrink={0}>
      <Text bold>{`${label}: `}</Text>
      <TypedLine line={prompt.line} width={width - label.length - 2} active placeholder={placeholder} />
    </Box>
  );
}

export function Work(props: WorkProps) {
  const { columns, rows } = useWindowSize();
  const width = columns - 2;
  const helpRows = rows - FIXED_ROWS;
  const pages = helpPages(width, helpRows);
  const { context, link, nowMs, message, prompt, form, help } = useWork(props, pages);
  if (context === null) return <Text>Waiting for the server…</Text>;
  const bodyRows = rows - FIXED_ROWS - footerLines(context, width).length;
  return (
    <>
      <Header view={context.view} link={link} nowMs={nowMs} />
      <Rule width={width} />
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        {help !== null ? (
          <Help context={context} page={help} width={width} rows={helpRows} />
        ) : (
          <Body
            context={context}
            nowMs={nowMs}
            width={width}
            rows={bodyRows}
            prompt={prompt}
            form={form}
            message={message}
          />
        )}
      </Box>
      {help !== null ? null : <Asked prompt={prompt} message={message} width={width} />}
      <Rule width={width} />
      {help !== null ? (
        <Text>{help + 1 < pages ? `Any key: more (${help + 1} of ${pages}) · Esc: back` : 'Any key: back'}</Text>
      ) : null}
      {help === null && form !== null ? <Text>Tab, ↑↓: field · Space: by whom · Enter: keep · Esc: back</Text> : null}
      {help === null && form === null && prompt !== null ? <Text>Enter: keep · Esc: cancel</Text> : null}
      {help === null && form === null && prompt === null ? <Footer context={context} width={width} /> : null}
    </>
  );
}
