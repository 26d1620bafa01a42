/** How long what must happen may take, for each way to wait: minutes, because a loaded machine is slow and not wrong. */
export const patience = { timeoutMs: 300_000, timeout: 300_000, interval: 100 } as const;
