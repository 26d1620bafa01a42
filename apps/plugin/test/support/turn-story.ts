import type { Post } from '@clawmost/mm-testserver';
import { createRecovery, type TurnJob } from '../../src/recovery/recover.ts';
import { takeOverTurns } from '../../src/recovery/take-over.ts';
import type { ReadyAccount } from '../../src/server/ready-account.ts';
import { SessionGate } from '../../src/turns/session-gate.ts';
import type { TurnRequest } from '../../src/turns/turn.ts';
import { type AccountOptions, markRunning, openAccount } from './account.ts';
import { type FakeHost, forgetProcess, type HostDisk, type Model, startFakeHost } from './fake-host.ts';
import { turnRequest } from './turn-request.ts';

/** For waiting on what happens in a story. */
export const patience = { timeout: 120_000, interval: 20 };
/** A model that answers at once. */
export const repeat: Model = text => `You said: ${text}`;

/** One server and one state folder, on which processes of OpenClaw with the plugin follow each other. */
export async function openStory(options: AccountOptions = {}) {
  const { mattermost, alice, claw, ops, account, stores, creations, posts, cfg } = await openAccount(options);
  const said = () => posts().map(({ message }) => message);
  const say = async (text: string): Promise<Post> => {
    const post = await alice.says(`@claw ${text}`, { in: ops });
    const { id: key, create_at: at } = post;
    const place = { kind: 'post', conversation: ops.id, channelId: ops.id, rootId: '' };
    await stores.ledger.append({ entries: [{ key, at, editedAt: 0, payload: {}, ...place }] });
    await stores.ledger.claim(key);
    return post;
  };

  async function start(model: Model, disk?: HostDisk) {
    return run(startFakeHost(model, disk), new SessionGate(), disk !== undefined);
  }

  /** Starts the account in a process. */
  async function run(host: FakeHost, gate: SessionGate, isLater: boolean) {
    const process = { isDead: false };
    const stop = new AbortController();
    const ready: ReadyAccount = {
      ...account,
      signal: AbortSignal.any([account.signal, stop.signal]),
      rest: mortal(account.rest, process),
      channelRuntime: { ...account.channelRuntime, inbound: host.inbound },
    };
    const takenOver = await takeOverTurns(ready, host.records, gate);
    const recover = createRecovery(ready, host.records, takenOver, gate);
    const unregister = markRunning(ready);
    return {
      ...{ host, gate },
      /** What the account has logged. */
      lines: account.lines,
      takenOver,
      /** Has a post answered, as the handler of the inbox does; resolves to its outcome once that is in the ledger. */
      async answer(post: Post, { text, job, ...more }: Partial<TurnRequest> & { job?: Partial<TurnJob> } = {}) {
        const request = turnRequest(post.id, {
          ...{ channel: { id: ops.id, name: 'ops' } as TurnRequest['channel'], writtenAt: post.create_at },
          ...{ timestamp: post.create_at, text: text ?? post.message.replace('@claw ', '') },
          ...more,
        });
        const usual = { signal: ready.signal, onStarted: () => {}, attempt: isLater ? 2 : 1, source: 'live' as const };
        const outcome = await recover(request, { ...usual, ...job });
        await stores.ledger.settle(post.id, outcome);
        return `${outcome.outcome}: ${outcome.code}`;
      },
      /** Stops the account; OpenClaw goes on. Returns what starts it again in the same process. */
      stop() {
        unregister();
        stop.abort(new Error('the account stops'));
        return () => run(host, gate, true);
      },
      /** SIGKILL: nothing of the process goes on. */
      kill(): HostDisk {
        unregister();
        process.isDead = true;
        forgetProcess(account.accountId);
        const disk = host.crash();
        // What waits for its time must not wake up in the next process, which is the same one here.
        for (const turn of gate.allTurns()) turn.controller.abort(new Error('the process was killed'));
        return disk;
      },
    };
  }
  return { mattermost, alice, claw, ops, stores, creations, posts, cfg, said, say, start };
}

/** The client of a process: when that is dead, its calls go nowhere. */
function mortal(rest: ReadyAccount['rest'], process: { readonly isDead: boolean }): ReadyAccount['rest'] {
  const whileAlive =
    <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (process.isDead) return new Promise(() => {});
      const result = await call(...args);
      return process.isDead ? new Promise(() => {}) : result;
    };
  const { create, patch, delete: remove, get } = rest.posts;
  const calls = {
    create: whileAlive(create),
    patch: whileAlive(patch),
    delete: whileAlive(remove),
    get: whileAlive(get),
  };
  return { ...rest, posts: { ...rest.posts, ...calls } };
}

/** Starts something that the test ends before it has ended. */
export function begin(work: Promise<unknown>): void {
  work.catch(() => {});
}

/** A model that does not come to an end. */
export const thinks: Model = () => new Promise(() => {});
