import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own, so that its work is not measured as ours. */
export interface FarEnd {
  readonly url: string;
  /** Sends it a request and waits for the result. */
  ask(what: string, details?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts a file of this folder that ends in `answer(...)`. */
export async function startFarEnd(file: string): Promise<FarEnd> {
  const child = fork(new URL(file, import.meta.url), { serialization: 'advanced' });
  const exited = once(child, 'exit');
  const failed = exited.then(([code]) => {
    throw new Error(`${file} ended with code ${code}`);
  });
  failed.catch(() => {});
  const [{ url }] = (await Promise.race([once(child, 'message'), failed])) as [{ url: string }];
  const waiting = new Map<number, (answer: unknown) => void>();
  let asked = 0;
  child.on('message', ({ id, answer }: { id: number; answer: unknown }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  return {
    url,
    ask(what, details) {
      const id = ++asked;
      const answered = new Promise<unknown>(resolve => waiting.set(id, resolve));
      child.send({ id, what, details });
      return Promise.race([answered, failed]);
    },
    async close() {
      child.disconnect();
      await exited;
    },
  };
}

/** Runs in the process of the server: reports its address, handles requests, and exits with the parent process. */
export function answer(url: string, acts: Readonly<Record<string, (details: never) => unknown>>): void {
  process.on('message', async ({ id, what, details }: { id: number; what: string; details: never }) => {
    process.send?.({ id, answer: await acts[what]?.(details) });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ url });
}
