/** How often a line is written during a step. */
const beatMs = 5_000;

/** Reports the steps, so that no pause is silent. */
export interface Progress {
  /** Runs one step, and writes a line now and then until it ends. */
  step<T>(what: string, run: () => Promise<T>): Promise<T>;
}

/** Writes progress as plain lines with the seconds since the start. */
export function createProgress(write: (line: string) => void): Progress {
  const startedAt = performance.now();
  const at = () => `${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s`;
  return {
    async step(what, run) {
      write(`${at()}  ${what} …`);
      const beat = setInterval(() => write(`${at()}  … still: ${what}`), beatMs);
      try {
        return await run();
      } finally {
        clearInterval(beat);
      }
    },
  };
}
