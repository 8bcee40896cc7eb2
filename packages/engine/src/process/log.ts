/** The engine's log: JSON lines by pino, in which no telephone number stands, whatever a message may hold. */
import { type Logger, pino } from 'pino';

/** E.164 numbers, and runs of digits as long as a national one (13 digits are a time). */
const NUMBERS = /\+\d{6,15}\b|(?<![\w.-])\d{9,12}(?![\w.-])/g;

export const withoutNumbers = (text: string): string =>
  text.replace(NUMBERS, (number) => `${number.slice(0, 3)}…${number.slice(-2)}`);

/** Writes to `file`, or to standard error where there is none. */
export function createLog(file?: string): Logger {
  const destination = pino.destination(file === undefined ? 2 : { dest: file, mkdir: true, append: true });
  return pino(
    {
      base: null,
      redact: { paths: ['number', 'phone', 'callerId', '*.number', '*.phone', '*.callerId'], censor: '[number]' },
      formatters: { level: (level) => ({ level }) },
      hooks: {
        logMethod(args, method) {
          const cleaned = args.map((arg) => (typeof arg === 'string' ? withoutNumbers(arg) : arg));
          method.apply(this, cleaned as Parameters<typeof method>);
        },
      },
    },
    destination,
  );
}
