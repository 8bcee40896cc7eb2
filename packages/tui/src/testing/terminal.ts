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
  /** Waits until nothing more is drawn. */
  settled(): Promise<void>;
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

/** Ink holds a frame back for a millisecond at a thousand a second, and xterm what is written to it for a turn. */
const DRAWING_MS = 5;

/**
 * Comes after whatever a timer of at most `ms` that is set within the next turns does, on a machine as slow as it may be:
 * of two timers the one that is due first is called first.
 */
export async function afterTimersOf(ms: number): Promise<void> {
  await turns(10);
  await new Promise<void>((resolve) => setTimeout(resolve, ms + 1));
  await turns(10);
}

/** Turns of the event loop: enough for a stream's chunk or an answer to come through. */
export async function turns(count = 40): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

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
    async settled() {
      for (let [seen, quiet] = [-1, 0]; quiet < 2; quiet = seen === text.length ? quiet + 1 : 0) {
        seen = text.length;
        await afterTimersOf(DRAWING_MS);
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
