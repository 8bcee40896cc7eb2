/** A terminal of 80x24 for tests: keys go in as bytes, frames come out as text, bells are counted. */
import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { settle } from './floor.ts';

class Screen extends EventEmitter {
  readonly isTTY = true;
  readonly columns = 80;
  readonly rows = 24;
  readonly writable = true;
  frame = '';
  bells = 0;

  write(text: string, ...rest: unknown[]): boolean {
    if (text === '\u0007') this.bells += 1;
    else if (stripVTControlCharacters(text).trim() !== '') this.frame = text;
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  }
}

class Keyboard extends EventEmitter {
  readonly isTTY = true;
  #waiting: string[] = [];
  press(bytes: string): void {
    this.#waiting.push(bytes);
    this.emit('readable');
  }
  read(): string | null {
    return this.#waiting.shift() ?? null;
  }
  setEncoding(): this {
    return this;
  }
  setRawMode(): this {
    return this;
  }
  resume(): this {
    return this;
  }
  pause(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

export const ENTER = '\r';
export const DOWN = '\u001b[B';
export const ESC = '\u001b';
export const TAB = '\t';
export const CTRL_C = '\u0003';

export class FakeTerminal {
  readonly #screen = new Screen();
  readonly #keyboard = new Keyboard();

  get stdin(): NodeJS.ReadableStream {
    return this.#keyboard as unknown as NodeJS.ReadableStream;
  }

  get stdout(): NodeJS.WritableStream {
    return this.#screen as unknown as NodeJS.WritableStream;
  }

  get bells(): number {
    return this.#screen.bells;
  }

  /** What a person sees: no colours, no blanks at the ends of lines. */
  frame(): string {
    return stripVTControlCharacters(this.#screen.frame)
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n');
  }

  /** Presses one key after the other, and lets what they start be answered. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.#keyboard.press(key);
      await settle();
    }
  }

  async type(text: string): Promise<void> {
    await this.press(...text);
  }
}
