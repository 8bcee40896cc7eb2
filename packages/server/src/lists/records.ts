/**
 * Splits CSV text into records as it comes, each with the physical line on which it starts. Line breaks inside quotes
 * belong to the record. A record that cannot be one (a quote that is never closed, text after a closing quote, a line
 * without end) is told as a fault, and reading goes on with the next physical line.
 */

export interface RecordText {
  /** From 1. */
  line: number;
  text: string;
  /** Null, or why this is no record. */
  fault: string | null;
}

/** A record that is longer is no record. */
export const MAX_RECORD_CHARS = 256 * 1024;
/** So much is read a second time at most, after faults: a hostile file takes no longer than an honest one. */
const MAX_REREAD_CHARS = 64 * 1024 * 1024;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

type State = 'field-start' | 'unquoted' | 'quoted' | 'quote-in-quoted' | 'discarding';

export class RecordSplitter {
  readonly #delimiter: number;
  #text = '';
  /** Where the next character is read, and where the record under way starts. */
  #at = 0;
  #start = 0;
  #line = 1;
  #startLine = 1;
  /** Just after the first line end inside the record; -1: none yet. */
  #secondLineAt = -1;
  #state: State = 'field-start';
  #reread = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  push(text: string): RecordText[] {
    this.#text = this.#text.slice(this.#start) + text;
    this.#at -= this.#start;
    if (this.#secondLineAt >= 0) this.#secondLineAt -= this.#start;
    this.#start = 0;
    return this.#read(false);
  }

  end(): RecordText[] {
    return this.#read(true);
  }

  #read(last: boolean): RecordText[] {
    const records: RecordText[] = [];
    for (;;) {
      this.#scan(records, last);
      if (!last || this.#start >= this.#text.length) return records;
      if (this.#state === 'quoted') this.#unclosed(records);
      else this.#finish(records, this.#text.length, this.#text.length);
    }
  }

  #scan(records: RecordText[], last: boolean): void {
    while (this.#at < this.#text.length) {
      const char = this.#text.charCodeAt(this.#at);
      if (char === CR || char === LF) {
        // Whether a line feed follows is known with the next piece.
        if (char === CR && this.#at + 1 === this.#text.length && !last) return;
        const pair = char === CR && this.#text.charCodeAt(this.#at + 1) === LF;
        this.#lineEnd(records, this.#at + (pair ? 2 : 1));
        continue;
      }
      if (this.#state === 'quote-in-quoted' && char !== QUOTE && char !== this.#delimiter) {
        this.#giveUp(records, 'text after a closing quote');
        continue;
      }
      this.#state = this.#next(char);
      this.#at += 1;
      if (this.#at - this.#start > MAX_RECORD_CHARS && this.#state !== 'discarding') this.#tooLong(records);
    }
  }

  #next(char: number): State {
    switch (this.#state) {
      case 'field-start':
        if (char === QUOTE) return 'quoted';
        return char === this.#delimiter ? 'field-start' : 'unquoted';
      case 'unquoted':
        return char === this.#delimiter ? 'field-start' : 'unquoted';
      case 'quoted':
        return char === QUOTE ? 'quote-in-quoted' : 'quoted';
      case 'quote-in-quoted':
        return char === QUOTE ? 'quoted' : 'field-start';
      case 'discarding':
        this.#start = this.#at + 1;
        return 'discarding';
    }
  }

  #lineEnd(records: RecordText[], nextLineAt: number): void {
    this.#line += 1;
    const end = this.#at;
    this.#at = nextLineAt;
    if (this.#state === 'quoted') {
      if (this.#secondLineAt < 0) this.#secondLineAt = nextLineAt;
      if (this.#at - this.#start > MAX_RECORD_CHARS) this.#unclosed(records);
      return;
    }
    if (this.#state === 'discarding') this.#begin(nextLineAt);
    else this.#finish(records, end, nextLineAt);
  }

  #finish(records: RecordText[], end: number, next: number): void {
    records.push({ line: this.#startLine, text: this.#text.slice(this.#start, end), fault: null });
    this.#begin(next);
  }

  #begin(at: number): void {
    this.#at = at;
    this.#start = at;
    this.#startLine = this.#line;
    this.#secondLineAt = -1;
    this.#state = 'field-start';
  }

  #tooLong(records: RecordText[]): void {
    if (this.#state === 'quoted' && this.#secondLineAt >= 0) {
      this.#unclosed(records);
      return;
    }
    this.#fault(records, `the line is longer than ${MAX_RECORD_CHARS} characters`);
    this.#start = this.#at;
    this.#state = 'discarding';
  }

  #unclosed(records: RecordText[]): void {
    this.#giveUp(records, 'a quote is opened and never closed');
  }

  /** On with the line after the one on which the record starts, or, at its first line, with whatever follows it. */
  #giveUp(records: RecordText[], fault: string): void {
    this.#fault(records, fault);
    const rereads = this.#at - this.#secondLineAt;
    if (this.#secondLineAt < 0 || this.#reread + rereads > MAX_REREAD_CHARS) {
      this.#start = this.#at;
      this.#secondLineAt = -1;
      this.#state = 'discarding';
      return;
    }
    this.#reread += rereads;
    this.#line = this.#startLine + 1;
    this.#begin(this.#secondLineAt);
  }

  #fault(records: RecordText[], fault: string): void {
    const text = this.#text.slice(this.#start, Math.min(this.#at, this.#start + 200));
    records.push({ line: this.#startLine, text, fault });
  }
}
