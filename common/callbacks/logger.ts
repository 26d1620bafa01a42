/** Receives log lines: `console` fits. The second argument of `warn` has details of a refusal, that of `error` is an error. */
export type Logger = Pick<Console, 'warn' | 'error'>;

/**
 * Makes the logger of receivers without one. It drops refusals, which anyone on the network can cause. Failures of the
 * user's functions become warnings of the process: without them, a bug in a handler would leave no trace.
 */
export function createDefaultLogger(warningType: string): Logger {
  return {
    warn() {},
    error(message: string, cause: unknown) {
      const detail = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      process.emitWarning(message, { type: warningType, detail });
    },
  };
}

/** A logger that never throws and never rejects, whatever the given one does. */
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
