/** A terminal for tests: what the console writes is drawn by xterm, and frames are read from its cells. */
import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';

export interface FakeTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** All rows, blanks at their ends cut. */
  frame(): string;
  row(index: number): string;
  /** The SGR state of the first cell of a text on the screen. */
  styleOf(text: string): { dim: boolean; inverse: boolean; bold: boolean; colour: number } | null;
  /** Waits until the frame is so: looks after every write, no timers. */
  until(holds: (frame: string) => boolean): Promise<string>;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Everything written so far. */
  written(): string;
}

export const KEY = {
  up: '\u001b[A',
  down: '\u001b[B',
  enter: '\r',
  esc: '\u001b',
  tab: '\t',
  pageDown: '\u001b[6~',
} as const;

export function fakeTerminal(columns: number, rows: number): FakeTerminal {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  let text = '';
  const wake: (() => void)[] = [];

  const stdout = new Writable({
    write(chunk: Buffer | string, _encoding, done) {
      text += chunk.toString();
      screen.write(chunk.toString(), () => {
        for (const one of wake.splice(0)) one();
      });
      done();
    },
  });
  Object.assign(stdout, { columns, rows, isTTY: true });

  const stdin = new PassThrough();
  Object.assign(stdin, { isTTY: true, setRawMode: () => stdin, ref: () => stdin, unref: () => stdin });

  const line = (index: number): string => screen.buffer.active.getLine(index)?.translateToString(true) ?? '';
  const frame = (): string => Array.from({ length: screen.rows }, (_, index) => line(index)).join('\n');

  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    frame,
    row: line,
    styleOf(wanted) {
      for (let index = 0; index < screen.rows; index += 1) {
        const at = line(index).indexOf(wanted);
        const cell = at < 0 ? undefined : screen.buffer.active.getLine(index)?.getCell(at);
        if (cell !== undefined)
          return {
            dim: cell.isDim() !== 0,
            inverse: cell.isInverse() !== 0,
            bold: cell.isBold() !== 0,
            colour: cell.getFgColor(),
          };
      }
      return null;
    },
    async until(holds) {
      for (;;) {
        const now = frame();
        if (holds(now)) return now;
        await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
    type: (keys) => void stdin.write(keys),
    resize(nextColumns, nextRows) {
      screen.resize(nextColumns, nextRows);
      Object.assign(stdout, { columns: nextColumns, rows: nextRows });
      stdout.emit('resize');
    },
    written: () => text,
  };
}
