import { describeValue } from './describe-value.ts';

// `@clawmost/mm-rest` has the same, because the libraries do not depend on each other.

/** Where the socket logs what it does. `console`, pino and most other loggers fit. */
export type Logger = Pick<Console, 'debug' | 'info' | 'warn' | 'error'>;

const levels = ['debug', 'info', 'warn', 'error'] as const;

/**
 * Wraps a logger so that a failure of its own, such as a closed pipe, changes nothing here. A missing logger is silent.
 *
 * @throws TypeError for a logger without one of the methods
 */
export function safeLogger(logger: Logger | undefined): Logger {
  if (logger === undefined) return { debug() {}, info() {}, warn() {}, error() {} };
  const missing = levels.find(level => typeof logger?.[level] !== 'function');
  if (missing !== undefined) {
    const got = typeof logger === 'object' && logger !== null ? `one without ${missing}` : describeValue(logger);
    throw new TypeError(`logger: expected an object with the methods ${levels.join(', ')}, got ${got}`);
  }
  const write =
    (level: (typeof levels)[number]) =>
    (...args: unknown[]): void => {
      try {
        logger[level](...args);
      } catch {
        // There is no other place to report it.
      }
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
