/** Help: keys and commands from their registries, with why a key cannot be used now, and the legend of signs. */
import { beside, heading, inHeight, type Row } from '../components/block.ts';
import { type KeyBinding, type KeyGroup, worksOn } from '../keys/binding.ts';
import type { CommandSpec } from '../keys/command.ts';
import { COMMANDS } from '../keys/commands.ts';
import { KEYS } from '../keys/registry.ts';
import { counted, spoken } from '../model/format.ts';
import type { ConsoleState } from '../model/state.ts';
import { stateWords } from '../model/words.ts';
import { blank, fitLine, type Line, line, span } from '../theme/span.ts';
import { wrap } from '../theme/text.ts';
import { AGENT_THRESHOLDS, SEVERITY_SIGNS, toneOf } from '../theme/thresholds.ts';

const GROUPS: Record<KeyGroup, string> = {
  go: 'Where to go',
  move: 'Moving',
  view: 'What is shown',
  campaign: 'Campaigns',
  agents: 'Agents',
  calls: 'Calls',
  missed: 'Missed calls',
  contacts: 'Lists and their contacts',
  all: 'Everywhere',
};

const KEY_WIDTH = 14;

const commandWords = ({ name, argument }: CommandSpec): string => `:${name}${argument === '' ? '' : ` ${argument}`}`;

/** The widest command, and a gap. */
const COMMAND_WIDTH = Math.max(...COMMANDS.map((command) => commandWords(command).length)) + 2;

function keyLines(state: ConsoleState, binding: KeyBinding, width: number): Line[] {
  // On the screen that help was opened from: there it is that one wants to know why.
  const from = state.ui.back.at(-1) ?? { name: 'campaigns' };
  const there: ConsoleState = { ...state, ui: { ...state.ui, screen: from } };
  const why = worksOn(binding, from.name) ? (binding.why?.(there) ?? null) : null;
  const texts = wrap(binding.does, width - KEY_WIDTH);
  const lines = texts.map(
    (text, index): Line => [span((index === 0 ? binding.label : '').padEnd(KEY_WIDTH), 'accent'), span(text)],
  );
  return why === null ? lines : [...lines, line(' '.repeat(KEY_WIDTH), span(`not now: ${why}`, 'warn'))];
}

function legend(width: number): Line[] {
  const signs = wrap(
    `${SEVERITY_SIGNS[2]} longer than the second threshold of its state, ${SEVERITY_SIGNS[3]} longer than the third: a fault. ` +
      'Bars of agents: T talking, W wrap-up, r reserved, R ready, n not ready.',
    width,
  ).map((text): Line => [span(text)]);
  const states = Object.entries(AGENT_THRESHOLDS).flatMap(([name, thresholds]): Line[] => {
    const [first, second, third] = thresholds;
    if (first === null || second === null || third === null) return [];
    const state = name as keyof typeof AGENT_THRESHOLDS;
    return [
      line(
        span(stateWords(name).padEnd(KEY_WIDTH), toneOf(state, 0)),
        span(`${spoken(first)}, `, toneOf(state, 1)),
        span(`${spoken(second)} ${SEVERITY_SIGNS[2]}, `, toneOf(state, 2)),
        span(`${spoken(third)} ${SEVERITY_SIGNS[3]}`, toneOf(state, 3)),
      ),
    ];
  });
  return [heading('Signs and thresholds', width), ...signs, ...states];
}

function blocks(state: ConsoleState, width: number): Line[][] {
  const groups = (Object.keys(GROUPS) as KeyGroup[]).map((group) => [
    heading(GROUPS[group], width),
    ...KEYS.filter((binding) => binding.group === group).flatMap((binding) => keyLines(state, binding, width)),
    blank,
  ]);
  const commands = COMMANDS.flatMap((command) => {
    const texts = wrap(command.does, width - COMMAND_WIDTH);
    return texts.map(
      (text, index): Line => [
        span((index === 0 ? commandWords(command) : '').padEnd(COMMAND_WIDTH), 'accent'),
        span(text),
      ],
    );
  });
  return [...groups, [heading('Commands', width), ...commands, blank], [...legend(width), blank]];
}

/** As many columns as fit; blocks kept whole and shared out by height. */
function helpLines(state: ConsoleState, width: number): Line[] {
  const across = Math.max(1, Math.min(3, Math.floor(width / 76)));
  const each = Math.floor((width - 3 * (across - 1)) / across);
  const all = blocks(state, each);
  const total = all.reduce((sum, block) => sum + block.length, 0);
  const columns: Line[][] = Array.from({ length: across }, () => []);
  let column = 0;
  for (const block of all) {
    const here = columns[column];
    if (here !== undefined && here.length > 0 && here.length + block.length / 2 > total / across && column < across - 1)
      column += 1;
    columns[column]?.push(...block);
  }
  return beside(
    columns.map((lines) => ({ lines: lines.map((one) => fitLine(one, each)), width: each })),
    3,
  );
}

/** How far help can be scrolled in a body of `height` rows. */
export const helpScrollMost = (state: ConsoleState, width: number, height: number): number =>
  Math.max(0, helpLines(state, width - 2).length - height);

export function helpRows(state: ConsoleState, width: number, height: number): Row[] {
  const lines = helpLines(state, width - 2);
  const first = Math.max(0, Math.min(state.ui.scroll, lines.length - height));
  const below = lines.length - height - first;
  if (below > 0)
    lines.splice(first + height - 1, 1, [span(`${counted(below + 1, 'more line', 'more lines')} below: PgDn`, 'dim')]);
  return inHeight(lines.slice(first), height).map((one) => ({ line: line(' ', ...one) }));
}

/** The reference that the docs hold, generated from the registries. */
export function keyReference(): string {
  const keys = (Object.keys(GROUPS) as KeyGroup[]).flatMap((group) => [
    `### ${GROUPS[group]}`,
    '',
    '| key | where | what it does |',
    '| --- | --- | --- |',
    ...KEYS.filter((binding) => binding.group === group).map(
      ({ label, on, does }) => `| \`${label}\` | ${on === null ? 'everywhere' : on.join(', ')} | ${does} |`,
    ),
    '',
  ]);
  const commands = COMMANDS.map((command) => `| \`${commandWords(command)}\` | ${command.does} |`);
  return [
    "# Keys and commands of the supervisors' console",
    '',
    'Written by `scripts/reference.ts` from the registry that footer and help (`?`) are drawn from; do not edit it by hand.',
    '',
    '## Keys',
    '',
    ...keys,
    '## Commands',
    '',
    '| command | what it does |',
    '| --- | --- |',
    ...commands,
    '',
  ].join('\n');
}
