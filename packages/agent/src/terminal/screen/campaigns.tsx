/** "My campaigns" (GW-1): mode, state and whether joined, with the chosen one marked, and what the agent waits for. */
import type { AgentState, AgentView, MyCampaign } from '@outdial/shared';
import { Box, Text } from 'ink';
import { harmless } from '../words.ts';

function Row({ campaign, chosen }: { campaign: MyCampaign; chosen: boolean }) {
  const { name, mode, state, joined } = campaign;
  return (
    <Box>
      <Box flexGrow={1} flexShrink={1}>
        <Text bold={chosen} wrap="truncate-end">{`${chosen ? '▸' : ' '} ${harmless(name)}`}</Text>
      </Box>
      <Box width={14} flexShrink={0}>
        <Text>{mode}</Text>
      </Box>
      <Box width={10} flexShrink={0}>
        <Text dimColor={state !== 'running'}>{state}</Text>
      </Box>
      <Box width={12} flexShrink={0}>
        <Text {...(joined ? { color: 'green' } : { dimColor: true })}>{joined ? '✓ joined' : '  not joined'}</Text>
      </Box>
    </Box>
  );
}

/** What happens next, in this state. */
function waitingFor(state: AgentState, view: AgentView): string {
  const joined = view.campaigns.filter((campaign) => campaign.joined);
  switch (state) {
    case 'logged-out':
      return 'You are not at work. Press i to start.';
    case 'not-ready':
      if (joined.length === 0) return 'Join a campaign (j), then go ready (r).';
      return 'You get no calls. Press r when you are ready.';
    case 'ready':
      if (joined.length === 0) return 'You get no calls: join a campaign (j).';
      if (!joined.some((campaign) => campaign.state === 'running')) {
        return 'You get no calls: none of your joined campaigns is running.';
      }
      if (joined.every((campaign) => campaign.mode === 'preview' || campaign.state !== 'running')) {
        return 'Press g to get a record.';
      }
      return 'Waiting for the next call. It rings here.';
    case 'reserved':
      return joined.some(({ mode }) => mode === 'preview' || mode === 'push-preview')
        ? 'A record or a call is being fetched for you.'
        : 'A call is being set up for you.';
    default:
      return '';
  }
}

export function Campaigns({ view, chosen, rows }: { view: AgentView; chosen: number; rows: number }) {
  const from = Math.max(0, Math.min(chosen - Math.floor(rows / 2), view.campaigns.length - rows));
  const shown = view.campaigns.slice(from, from + rows);
  return (
    <Box flexDirection="column">
      <Text bold>My campaigns</Text>
      {shown.length === 0 ? <Text>None. A campaign manager assigns agents to campaigns.</Text> : null}
      {shown.map((campaign, index) => (
        <Row key={campaign.campaignId} campaign={campaign} chosen={from + index === chosen} />
      ))}
      {view.campaigns.length > shown.length ? (
        <Text dimColor>{`  ${from + 1} to ${from + shown.length} of ${view.campaigns.length}`}</Text>
      ) : null}
      <Box marginTop={1}>
        <Text wrap="truncate-end">{waitingFor(view.presence.kind, view)}</Text>
      </Box>
    </Box>
  );
}
