/** Golden frames: the main screens at five sizes from a fixed picture, drawn by a real terminal emulator. */
import type { CampaignPicture, LivePicture } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { picture, START_MS } from './testing/pictures.ts';
import { type Running, startConsole } from './testing/start-console.ts';
import { KEY, turns } from './testing/terminal.ts';

const SIZES = [
  [60, 20],
  [80, 24],
  [120, 30],
  [200, 50],
  [250, 60],
] as const;

const STEP_MS = 5_000;
const STEPS = 48;

/** The floor as it was some steps ago: totals that grew in waves. */
function earlier(live: LivePicture, stepsAgo: number): LivePicture {
  const back = (campaign: CampaignPicture): CampaignPicture => {
    let attempts = campaign.totals.attempts;
    for (let step = 0; step < stepsAgo; step += 1) attempts -= 3 + Math.round(3 * Math.sin(step / 4));
    const live = Math.round(attempts * 0.31);
    return {
      ...campaign,
      pace: campaign.mode === 'predictive' ? 1.84 - 0.2 * Math.sin(stepsAgo / 6) : campaign.pace,
      totals: { ...campaign.totals, attempts, live, abandoned: Math.round(campaign.abandonRatio * live) },
    };
  };
  return { ...live, atMs: live.atMs - stepsAgo * STEP_MS, campaigns: live.campaigns.map(back) };
}

async function startAt(columns: number, rows: number): Promise<Running> {
  const running = await startConsole({ columns, rows });
  const now = picture(START_MS + STEPS * STEP_MS);
  for (let step = STEPS; step >= 0; step -= 1) {
    running.server.push('picture', earlier(now, step));
    await turns(20);
    if (step > 0) running.clock.advance(STEP_MS);
    await turns(4);
  }
  await running.pass(300);
  await running.terminal.until(
    (frame) =>
      ['demo, 24 hours', '14:09:00', columns < 70 ? '4 Events' : '4 Events 5'].every((one) => frame.includes(one)) &&
      !frame.includes('No news'),
  );
  return running;
}

describe.each(SIZES)('at %i x %i', (columns, rows) => {
  it('GT-2, GT-7, GT-8, GT-10: cards, list, one campaign, agents, calls and help', async () => {
    const { press, stop, terminal } = await startAt(columns, rows);
    const golden = async (name: string): Promise<void> => {
      await terminal.settled();
      const frame = terminal.frame();
      for (const line of frame.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
      await expect(`${frame}\n`).toMatchFileSnapshot(`golden/${name}-${columns}x${rows}.txt`);
    };
    await golden('cards');
    await press(['j', 'j', 'v'], '▶  Survey 2026');
    await golden('list');
    await press(KEY.enter, 'bound by');
    await golden('campaign');
    // A wide page of a campaign has a block of its agents too.
    await press('2', (frame) => frame.includes('── Agents ─') && !frame.includes('── Why it dials'));
    await golden('agents');
    await press('3', '── Calls under way');
    await golden('calls');
    await press('?', '── Where to go');
    await golden('help');
    await stop();
  });
});
