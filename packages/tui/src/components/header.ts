/** The first lines of every screen: who we are, under which compliance packs, the connection, tabs with counts, the title. */
import { MOST_CONTACTS } from '../model/contacts.ts';
import { count, spoken, timeOfDay } from '../model/format.ts';
import { TREND_WINDOWS_MS } from '../model/history.ts';
import { packWords } from '../model/packs.ts';
import { type ConsoleState, campaignName, type ScreenName, serverNowMs, type TableName } from '../model/state.ts';
import { trunkTroubles, trunkWords } from '../model/trunks.ts';
import { bodyHeight } from '../screens/body-height.ts';
import { type AnyTable, tableOnScreen } from '../tables/registry.ts';
import { firstVisible } from '../tables/view.ts';
import { GLYPHS } from '../theme/glyphs.ts';
import { blank, ends, type Line, line, lineCells, type Span, span } from '../theme/span.ts';
import { clean, cut } from '../theme/text.ts';
import { heading } from './block.ts';

function connection(state: ConsoleState): Line {
  switch (state.link.kind) {
    case 'connecting':
      return [span(`${GLYPHS.off} connecting`, 'warn')];
    case 'lost':
      return [span(`${GLYPHS.off} connection lost`, 'bad')];
    case 'live':
      return state.engine.state === 'lost'
        ? [span(`${GLYPHS.off} engine lost`, 'bad')]
        : [span(`${GLYPHS.on} live`, 'ok')];
  }
}

export function headerLine(state: ConsoleState, width: number): Line {
  const packs = packWords(state);
  const clock = state.picture === null ? '--:--:--' : timeOfDay(serverNowMs(state), state.zone);
  const user = state.user === null || width < 100 ? blank : [span(`${state.user.name} (${state.user.role})  `, 'dim')];
  const left = line(
    span(' Outdial ', 'chosen'),
    ' ',
    packs === null ? null : span('rules ', 'dim'),
    packs === null ? null : span(packs, 'accent'),
    state.readOnly ? span('  read-only', 'warn') : null,
  );
  return ends(left, [...user, ...connection(state), span(`  ${clock} `, 'strong')], width);
}

const TABS: readonly { key: string; title: string; screens: readonly ScreenName[] }[] = [
  { key: '1', title: 'Campaigns', screens: ['campaigns', 'campaign', 'lists', 'contacts', 'import', 'number'] },
  { key: '2', title: 'Agents', screens: ['agents'] },
  { key: '3', title: 'Calls', screens: ['calls', 'monitor'] },
  { key: '4', title: 'Events', screens: ['events'] },
  { key: '5', title: 'Missed', screens: ['missed'] },
];

export function tabsLine(state: ConsoleState, width: number): Line {
  const { picture } = state;
  const counts = [
    picture?.campaigns.length ?? 0,
    picture?.agents.filter((agent) => agent.state !== 'logged-out').length ?? 0,
    picture?.calls.length ?? 0,
    state.audit.length,
    state.missed.filter((call) => call.state === 'open').length,
  ];
  const tabsOf = (counted: boolean): Line =>
    TABS.flatMap(({ key, title, screens }, index): Span[] => {
      const here = screens.includes(state.ui.screen.name);
      const text = ` ${key} ${title} ${counted ? `${counts[index]} ` : ''}`;
      return [span(text, here ? 'chosen' : 'plain'), span(' ')];
    });
  const whole = tabsOf(true);
  // A screen that can be gone to is worth more than how much is on it.
  const tabs = lineCells(whole) + 1 > width ? tabsOf(false) : whole;
  return ends(line(' ', ...tabs), floor(state, width - lineCells(tabs) - 2), width);
}

/** What a trunk's trouble may take of the line. */
const TRUNK_CELLS = 60;

/** The floor in a few words at the right, as much of it as there is room for. */
function floor(state: ConsoleState, room: number): Line {
  const engine = state.picture?.engine;
  if (engine === undefined) return blank;
  const [trouble] = trunkTroubles(state.picture);
  const words =
    trouble === undefined ? '' : cut(clean(trunkWords(trouble)), Math.max(0, Math.min(room - 3, TRUNK_CELLS)));
  const trunks = trouble === undefined ? null : span(`${words}  `, trouble.down ? 'bad' : 'warn');
  const parts = [
    `${count(engine.callsUnderWay)} under way`,
    `${count(engine.freeLines)} lines free`,
    `${count(engine.framesScreened)} frames screened`,
  ];
  const kept: string[] = [];
  for (const part of parts)
    if ([...kept, part].join(` ${GLYPHS.dot} `).length + (trunks?.text.length ?? 0) < room) kept.push(part);
  return line(trunks, span(`${kept.join(` ${GLYPHS.dot} `)} `, 'dim'));
}

const trendWords = (state: ConsoleState): string =>
  `trend ${spoken(TREND_WINDOWS_MS.find((window) => window === state.ui.trendWindowMs) ?? 0)}`;

function titleWords(state: ConsoleState): string {
  const { screen } = state.ui;
  switch (screen.name) {
    case 'campaigns':
      return 'Campaigns';
    case 'campaign':
      return campaignName(state, screen.campaignId);
    case 'agents':
      return screen.campaignId === null ? 'Agents' : `Agents of ${campaignName(state, screen.campaignId)}`;
    case 'calls':
      return screen.campaignId === null ? 'Calls under way' : `Calls of ${campaignName(state, screen.campaignId)}`;
    case 'monitor':
      return 'Monitor';
    case 'lists':
      return `Lists of ${campaignName(state, screen.campaignId)}`;
    case 'contacts':
      return `Contacts of ${screen.listName}${screen.only === null ? '' : `: ${screen.only.replaceAll('-', ' ')}`}`;
    case 'import':
      return 'Import';
    case 'number':
      return `Number ${screen.number}`;
    case 'events':
      return 'Events';
    case 'office':
      return state.office?.title ?? 'Back office';
    case 'missed':
      return screen.campaignId === null ? 'Missed calls' : `Missed calls of ${campaignName(state, screen.campaignId)}`;
    case 'help':
      return 'Help';
  }
}

/** Tables whose rows are marked for an act. */
const MARKED: readonly TableName[] = ['agents', 'contacts', 'missed'];

/** Which rows are on the screen, where not all of them are. */
function rowsWords(state: ConsoleState, table: AnyTable, shown: number): string {
  const room = bodyHeight(state) - 1;
  if (shown <= room) return '';
  const first = firstVisible(table.cursor(state), shown, room);
  return `${first + 1}–${first + room} of ${shown}`;
}

/** What the screen shows, and what limits it: filter with its count, faults only, sorting, marks, the trend's window. */
export function titleLine(state: ConsoleState, width: number): Line {
  const table = tableOnScreen(state);
  const right: Span[] = [];
  const add = (text: string, tone: Span['tone'] = 'dim'): void => {
    if (text === '') return;
    if (right.length > 0) right.push(span(` ${GLYPHS.dot} `, 'dim'));
    right.push(span(text, tone));
  };
  if (table !== null) {
    const { shown, total, many } = table.counts(state);
    const { filter, sort, marks } = state.ui.tables[table.name];
    const limited = filter !== '' || (state.ui.faultsOnly && !['contacts', 'events', 'missed'].includes(table.name));
    if (limited) add(`${shown} of ${total} ${many}`, 'warn');
    if (state.ui.screen.name !== 'campaigns' || state.ui.view === 'list') add(rowsWords(state, table, shown));
    if (filter !== '') add(`/${filter}`, 'warn');
    if (state.ui.faultsOnly) add('faults only', 'warn');
    if (sort !== null) {
      const column = table.sortable.find(({ id }) => id === sort.column);
      if (column !== undefined) add(`by ${column.title.toLowerCase()} ${column.arrow(sort.descending)}`);
    }
    if (table.name === 'contacts' && total === MOST_CONTACTS) add(`the first ${MOST_CONTACTS}`, 'warn');
    if (MARKED.includes(table.name) && marks.size > 0) add(`${marks.size} marked`, 'ok');
  }
  if (state.ui.screen.name === 'campaigns' || state.ui.screen.name === 'campaign') add(trendWords(state));
  return heading(titleWords(state), width, right);
}
