/** How often a line is written during a step. */
const beatMs = 5_000;

/** Reports the steps, so that no pause is silent. */
export interface Progress {
  /** Runs one step, writes a line now and then until it ends, and how long it took. */
  step<T>(what: string, run: () => Promise<T>): Promise<T>;
}

/** Writes progress as plain lines with the seconds since the start, a time of `Date.now()`. */
export function createProgress(write: (line: string) => void, startedAt: number): Progress {
  const seconds = (from: number) => ((Date.now() - from) / 1000).toFixed(1);
  const at = () => `${seconds(startedAt).padStart(5)} s`;
  return {
    async step(what, run) {
      const begunAt = Date.now();
      write(`${at()}  ${what} …`);
      const beat = setInterval(() => write(`${at()}  … still: ${what}`), beatMs);
      try {
        const result = await run();
        write(`${at()}  … done in ${seconds(begunAt)} s: ${what}`);
        return result;
      } finally {
        clearInterval(beat);
      }
    },
  };
}
