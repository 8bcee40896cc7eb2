/** The top of the screen: who, the state and the time in it, engine and connection. */
import type { AgentState, AgentView } from '@outdial/shared';
import { Box, Text } from 'ink';
import type { Link } from '../../client/index.ts';
import { afterWords, duration, harmless, phoneWords, stateWords } from '../words.ts';

const COLOURS: Record<AgentState, string> = {
  'logged-out': 'gray',
  'not-ready': 'yellow',
  ready: 'green',
  reserved: 'blue',
  offered: 'magenta',
  connecting: 'blue',
  talking: 'cyan',
  held: 'yellow',
  consulting: 'yellow',
  'wrap-up': 'magenta',
};

function Health({ view, link }: { view: AgentView; link: Link }) {
  if (link.kind === 'lost') {
    return <Text color="red" bold>{`connection lost, try ${link.tries + 1} soon`}</Text>;
  }
  if (view.engine === 'lost') {
    return (
      <Text color="red" bold>
        engine lost, being restarted
      </Text>
    );
  }
  return <Text color="green">engine connected</Text>;
}

export function Header({ view, link, nowMs }: { view: AgentView; link: Link; nowMs: number }) {
  const { kind, sinceMs, reason, after, wrapUpLimitAtMs } = view.presence;
  const joined = view.campaigns.filter((campaign) => campaign.joined).length;
  const limit = wrapUpLimitAtMs === null ? null : `wrap-up ends in ${duration(wrapUpLimitAtMs - nowMs)}`;
  const phone = phoneWords(view.phone, nowMs);
  const beside = limit ?? `${joined} of ${view.campaigns.length} campaigns joined`;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box justifyContent="space-between">
        <Text bold wrap="truncate-end">{`Outdial agent · ${harmless(view.name)}`}</Text>
        <Box flexShrink={0}>
          <Health view={view} link={link} />
        </Box>
      </Box>
      <Box justifyContent="space-between">
        <Text wrap="truncate-end">
          <Text bold inverse color={COLOURS[kind]}>{` ${stateWords(view)} `}</Text>
          <Text bold>{` ${duration(nowMs - sinceMs)}`}</Text>
          {reason === null ? '' : `  ${harmless(reason)}`}
          <Text color="yellow">{afterWords(after) === null ? '' : `  ${afterWords(after)}`}</Text>
        </Text>
        {phone === null ? (
          <Box flexShrink={0}>
            <Text dimColor={limit === null}>{beside}</Text>
          </Box>
        ) : (
          <Text color="red" wrap="truncate-end">
            {` ${phone}`}
          </Text>
        )}
      </Box>
    </Box>
  );
}

export function Rule({ width, title }: { width: number; title?: string }) {
  const head = title === undefined ? '' : `── ${title} `;
  return (
    <Text dimColor wrap="truncate-end">
      {head + '─'.repeat(Math.max(0, width - head.length))}
    </Text>
  );
}
