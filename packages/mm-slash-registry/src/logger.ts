/** Receives log lines: `console` fits, and so do most loggers. */
export type Logger = Pick<Console, 'warn' | 'error'>;

/** The logger of those who give none. Refusals are dropped: anybody on the network can cause them. */
export const defaultLogger: Logger = {
  warn() {},
  error(message: string, cause: unknown) {
    // Without it, a fault in a handler would leave no trace.
    const detail = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    process.emitWarning(message, { type: 'SlashCommandWarning', detail });
  },
};

/** A logger that never throws, whatever the given one does. */
export function makeSafe(logger: Logger): Logger {
  return {
    warn: (...values) => callSafely(() => logger.warn(...values)),
    error: (...values) => callSafely(() => logger.error(...values)),
  };
}

function callSafely(log: () => unknown): void {
  try {
    const result = log();
    if (result instanceof Promise) result.catch(() => {});
  } catch {
    // There is no other place to report a logger that fails.
  }
}
