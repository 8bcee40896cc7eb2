/** The server's log: JSON lines by pino, without telephone numbers and tokens whatever a message may hold. */
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** E.164 numbers, and bare runs of digits that are as long as a national one (13 digits are a time). */
const NUMBERS = /\+\d{6,15}\b|(?<![\w.-])\d{9,12}(?![\w.-])/g;
const TOKENS = /Bearer\s+\S+|\bodt_[\w-]+/g;

const withoutSecrets = (text: string): string =>
  text.replace(TOKENS, '[token]').replace(NUMBERS, (number) => `${number.slice(0, 3)}…${number.slice(-2)}`);

function clean(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (typeof value !== 'object' || value === null || depth > 4) return value;
  if (value instanceof Error) {
    return {
      type: value.name,
      message: withoutSecrets(value.message),
      stack: withoutSecrets(value.stack ?? ''),
      ...(value.cause === undefined ? {} : { cause: clean(value.cause, depth + 1) }),
    };
  }
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item, depth + 1)]));
}

export interface LogOptions {
  /** Where lines go; the process's standard error where left out. */
  destination?: DestinationStream;
  level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export function createLogger({ destination, level = 'info' }: LogOptions = {}): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization'],
      censor: '[redacted]',
    },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => clean(fields) as Record<string, unknown>,
    },
    hooks: {
      logMethod(args: Parameters<Logger['info']>, method: (...args: Parameters<Logger['info']>) => void) {
        const cleaned = args.map((arg) => (typeof arg === 'string' ? withoutSecrets(arg) : arg));
        method.apply(this, cleaned as Parameters<Logger['info']>);
      },
    },
  };
  return destination === undefined ? pino(options, pino.destination(2)) : pino(options, destination);
}
