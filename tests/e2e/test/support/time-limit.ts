/**
 * How long a test waits for what must happen, under the names that the waiting functions take: minutes, because a busy
 * machine is slow.
 */
export const timeLimit = { timeoutMs: 300_000, timeout: 300_000, interval: 100 } as const;
