/** The alert (BP-4, BP-5, WX-5): outbound mark, campaign, contact, number, origin and the time left, big and clear. */
import type { Interaction } from '@outdial/shared';
import { Box, Text } from 'ink';
import { callWords, duration, harmless, pastWords, readableNumber } from '../words.ts';

const BAR_CELLS = 20;

export function TimeLeft({ interaction, nowMs }: { interaction: Interaction; nowMs: number }) {
  const { sinceMs, expiresAtMs } = interaction;
  if (expiresAtMs === null) return null;
  const leftMs = Math.max(0, expiresAtMs - nowMs);
  const cells = Math.ceil((BAR_CELLS * leftMs) / Math.max(1, expiresAtMs - sinceMs));
  const bar = '█'.repeat(Math.min(BAR_CELLS, cells)).padEnd(BAR_CELLS, '░');
  return <Text color={leftMs < 5_000 ? 'red' : 'magenta'}>{`${duration(leftMs)} left ${bar}`}</Text>;
}

function Line({ label, value, bold = false }: { label: string; value: string; bold?: boolean }) {
  return (
    <Box>
      <Box width={11} flexShrink={0}>
        <Text dimColor>{label}</Text>
      </Box>
      <Text bold={bold} wrap="truncate-end">
        {value}
      </Text>
    </Box>
  );
}

function alertTitle({ callId, direction }: Interaction): string {
  if (direction === 'inbound') return ' ← INBOUND CALL ';
  return callId === null ? ' → OUTBOUND RECORD ' : ' → OUTBOUND CALL ';
}

export function Alert({ interaction, nowMs }: { interaction: Interaction; nowMs: number }) {
  const offered = interaction.state === 'offered';
  const [field] = Object.entries(interaction.fields);
  const [past] = interaction.history;
  return (
    <Box flexDirection="column" borderStyle="double" borderColor="magenta" paddingX={2} flexShrink={0}>
      <Box justifyContent="space-between">
        <Text bold inverse color="magenta">
          {alertTitle(interaction)}
        </Text>
        <TimeLeft interaction={interaction} nowMs={nowMs} />
      </Box>
      <Text> </Text>
      <Line label="Campaign" value={harmless(interaction.campaignName)} bold />
      <Line label="Contact" value={harmless(interaction.contactName) || '(no name)'} bold />
      <Line label="Number" value={readableNumber(interaction.number)} bold />
      <Line label="Origin" value={harmless(interaction.origin)} />
      {field === undefined ? null : <Line label={harmless(field[0]).slice(0, 10)} value={harmless(field[1])} />}
      {past === undefined ? null : <Line label="Before" value={pastWords(past)} />}
      <Text> </Text>
      {offered ? (
        <Text wrap="truncate-end">
          <Text bold inverse color="green">
            {' a ACCEPT '}
          </Text>
          {'   '}
          <Text bold inverse color="red">
            {' x REJECT '}
          </Text>
          <Text dimColor>
            {interaction.callId === null
              ? '   it goes back to the list, you go not ready'
              : '   the next ready agent gets it, you go not ready'}
          </Text>
        </Text>
      ) : (
        <Text>
          {interaction.state === 'dialing' ? `Call: ${callWords(interaction.callStatus ?? 'dialing')}…` : 'Connecting…'}
        </Text>
      )}
    </Box>
  );
}
