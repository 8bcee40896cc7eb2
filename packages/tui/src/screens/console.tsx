/** The whole screen: one subscription to the store, one `<Text>` a row, the keyboard handed to the controller. */
import { Box, Text, useInput } from 'ink';
import { memo, useSyncExternalStore } from 'react';
import { bannerLine } from '../components/banner.ts';
import type { Row } from '../components/block.ts';
import { dialogBox } from '../components/dialog.ts';
import { hintsLine, statusLine } from '../components/footer.ts';
import { headerLine, tabsLine, titleLine } from '../components/header.ts';
import { keyNames } from '../keys/key-name.ts';
import { type ConsoleState, isStale } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { paint } from '../theme/paint.ts';
import type { Theme } from '../theme/theme.ts';
import { bodyRows } from './body.ts';
import { bodyHeight } from './body-height.ts';

const SMALLEST = { columns: 60, rows: 16 };

/** Drawn anew only when its painted text has changed. */
const PaintedRow = memo(function PaintedRow({ text }: { text: string }) {
  return <Text wrap="truncate">{text}</Text>;
});

/** Every row of the screen, top to bottom. */
function screenRows(state: ConsoleState): readonly (Row & { faded?: boolean })[] {
  const { columns } = state.size;
  const banner = bannerLine(state, columns);
  const top: Row[] = [{ line: headerLine(state, columns) }, { line: tabsLine(state, columns) }];
  if (banner !== null) top.push({ line: banner });
  top.push({ line: titleLine(state, columns) });
  const bottom: Row[] = [{ line: statusLine(state, columns) }, { line: hintsLine(state, columns) }];
  const faded = isStale(state);
  const body = bodyRows(state, columns, bodyHeight(state)).map((row) => ({ ...row, faded }));
  return [...top, ...body, ...bottom];
}

function TooSmall({ columns, rows }: { columns: number; rows: number }) {
  const words = `The console needs ${SMALLEST.columns} x ${SMALLEST.rows}; this is ${columns} x ${rows}. Make the window larger, or q to leave.`;
  return (
    <Box width={columns} height={rows}>
      <Text>{words}</Text>
    </Box>
  );
}

function Dialog({ state, theme }: { state: ConsoleState; theme: Theme }) {
  const placed = dialogBox(state);
  if (placed === null) return null;
  return (
    <Box position="absolute" top={placed.top} left={placed.left} width={placed.width} flexDirection="column">
      {placed.lines.map((line, index) => (
        <PaintedRow key={`dialog-${index.toString()}`} text={paint(line, theme, { width: placed.width })} />
      ))}
    </Box>
  );
}

export interface ConsoleProps {
  store: Store;
  theme: Theme;
  onKey(key: string): void;
}

export function Console({ store, theme, onKey }: ConsoleProps) {
  const state = useSyncExternalStore(store.subscribe, store.get);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) onKey(name);
  });
  const { columns, rows } = state.size;
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) return <TooSmall columns={columns} rows={rows} />;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      {screenRows(state).map(({ line, chosen = false, faded = false }, index) => (
        <PaintedRow key={`row-${index.toString()}`} text={paint(line, theme, { width: columns, chosen, faded })} />
      ))}
      <Dialog state={state} theme={theme} />
    </Box>
  );
}
