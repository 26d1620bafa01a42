const firstMs = 500;
const longestMs = 5_000;

/**
 * How long to wait after the given number of failed attempts, in milliseconds. Doubles each time; half of it is left to
 * chance, so that clients that failed together do not come back together.
 */
export function backoff(attempts: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (attempts - 1));
  return full / 2 + random() * (full / 2);
}
