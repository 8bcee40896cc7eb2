import { describe, expect, it } from 'vitest';
import { AGENT_TABLE } from '../domain/agent-table.ts';
import { CALLBACK_TABLE } from '../domain/callback.ts';
import { CAMPAIGN_TABLE } from '../domain/campaign.ts';
import { INTERACTION_TABLE } from '../domain/interaction.ts';
import { isRefused } from '../domain/machine.ts';
import { isProblemCode, PROBLEMS, ProblemError } from './problems.ts';

/** The machines that people's commands go to; calls obey the engine alone. */
const TABLES = {
  agent: AGENT_TABLE,
  interaction: INTERACTION_TABLE,
  campaign: CAMPAIGN_TABLE,
  callback: CALLBACK_TABLE,
};

const refusals = (table: object): string[] =>
  Object.values(table).flatMap((row: object) =>
    Object.values(row).flatMap((cell: string | { refused: string }) => (isRefused(cell) ? [cell.refused] : [])),
  );

describe('problems', () => {
  it.each(Object.entries(TABLES))('every refusal of the %s table has its words', (_, table) => {
    const codes = new Set([...refusals(table), 'wrap-up-code-required']);
    expect(codes.size).toBeGreaterThan(3);
    expect([...codes].filter((code) => !isProblemCode(code))).toEqual([]);
  });

  it.each(Object.entries(PROBLEMS))('%s says what it is and what to do', (code, { status, title, remedy }) => {
    expect(title).not.toMatch(/[.!]$/);
    expect(remedy).toMatch(/\.$/);
    const body = new ProblemError(code as keyof typeof PROBLEMS, 'This one.', { needs: 'x' }).body('/v1/me');
    expect(body).toMatchObject({ code, status, detail: 'This one.', instance: '/v1/me', needs: 'x' });
  });
});
