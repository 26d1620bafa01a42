import type { HostRecords } from '../../src/host/records.ts';
import type { SessionEntry } from '../../src/host/session-entry.ts';
import type { TranscriptEntry } from '../../src/host/transcript.ts';
import { turnName } from '../../src/host/transcript.ts';
import type { ReadyAccount } from '../../src/server/ready-account.ts';

type Dispatch = ReadyAccount['channelRuntime']['inbound']['dispatch'];
type Plan = Parameters<Dispatch>[0];

/** What OpenClaw tells the plugin while the model writes. */
export interface Writing {
  /** The text so far. */
  writes(text: string): void;
  /** The model calls a tool, after it has said something that was not streamed. */
  callsTool(name: string, said?: string): void;
  /** The model begins another message: after a tool, for a message that joined, or because the connection to it broke. */
  begins(): void;
}

/** What the model says: a text, or one with files, which OpenClaw has copied into a folder of its own. */
export type Said = string | { readonly text: string; readonly mediaUrls: readonly string[] };

/** What the plugin tells OpenClaw about a message, in the form of its `buildContext`. */
export type HostContext = Parameters<ReadyAccount['channelRuntime']['inbound']['buildContext']>[0];

/** What the model says to a message; the test may hold it back. */
export type Model = (text: string, writing: Writing) => Promise<Said> | Said;

interface Session {
  entry: { -readonly [K in keyof SessionEntry]: SessionEntry[K] };
  readonly transcript: TranscriptEntry[];
  /** The turn that runs in this process. */
  running: Running | undefined;
}

interface Running {
  readonly steered: { readonly plan: Plan; readonly name: string; readonly done: (end: object) => void }[];
  readonly ended: Promise<void>;
}

/** What a process of OpenClaw leaves on disk. */
export type HostDisk = Map<string, Session>;

/** OpenClaw as the plugin meets it, by what was seen of the real one: rows, transcripts, duplicates, steering, refusals. */
export interface FakeHost {
  readonly records: HostRecords;
  readonly inbound: ReadyAccount['channelRuntime']['inbound'];
  /** The texts that the model was asked about. */
  readonly asked: readonly string[];
  /** Ends the process: nothing goes on, and what is on disk stays. Returns what the next process finds. */
  crash(): HostDisk;
  /** Has OpenClaw end its next turn without a word, as it does when the machine is so busy that a turn seems to stand. */
  giveUp(when: 'before it is answered' | 'when it is answered'): void;
  /** Has OpenClaw believe that it has finished a turn. */
  finish(sessionKey: string, turn: string): void;
  /** What OpenClaw was told about each message that was dispatched, in order. */
  readonly contexts: readonly HostContext[];
  /** The message ids that were dispatched, in order. */
  readonly dispatched: readonly string[];
}

/** The words of OpenClaw when a message gets neither a turn nor an answer. */
const refusal = "⚠️ OpenClaw couldn't produce or deliver a reply. Please try again.";

/** Starts a process of OpenClaw on what an earlier one has left. */
export function startFakeHost(model: Model, disk: HostDisk = new Map()): FakeHost {
  const asked: string[] = [];
  const dispatched: string[] = [];
  const contexts: HostContext[] = [];
  let isDead = false;
  let givesUp: 'before it is answered' | 'when it is answered' | undefined;
  const forever = new Promise<never>(() => {});
  /** Nothing goes on in a process that has ended. */
  const alive = async <T>(step: Promise<T> | T): Promise<T> => {
    const result = await step;
    return isDead ? forever : result;
  };

  for (const session of disk.values()) {
    session.running = undefined;
    if (session.entry.status === 'running') session.entry.isToBeResumed = true;
  }

  function sessionOf(sessionKey: string): Session {
    const known = disk.get(sessionKey) ?? {
      entry: {
        sessionId: sessionKey,
        status: undefined,
        claim: undefined,
        isToBeResumed: false,
        finished: [],
        undelivered: undefined,
        isGivenUp: false,
        queueMode: undefined,
        updatedAt: Date.now(),
      },
      transcript: [],
      running: undefined,
    };
    disk.set(sessionKey, known);
    return known;
  }

  function record({ transcript }: Session, plan: Plan, name: string): void {
    if (transcript.some(entry => entry.role === 'user' && entry.turn === name)) return;
    transcript.push({ role: 'user', turn: name, messageId: plan.messageId });
  }

  async function run(session: Session, plan: Plan, name: string): Promise<object> {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const running: Running = { steered: [], ended };
    session.running = running;
    record(session, plan, name);
    Object.assign(session.entry, { status: 'running', claim: name, isToBeResumed: false, updatedAt: Date.now() });
    await alive(plan.turnAdoptionLifecycle?.onAdopted());
    const stopped = Promise.withResolvers<'stopped'>();
    plan.replyOptions?.abortSignal?.addEventListener('abort', () => stopped.resolve('stopped'), { once: true });
    const finals: Said[] = [];
    let text = textOf(plan);
    for (;;) {
      if (givesUp === 'before it is answered') break;
      asked.push(text);
      const { replyOptions = {} } = plan;
      void replyOptions.onAssistantMessageStart?.();
      const said = await alive(Promise.race([Promise.resolve(model(text, writingOf(plan))), stopped.promise]));
      if (said === 'stopped') break;
      finals.push(said);
      session.transcript.push({ role: 'assistant', text: transcriptTextOf(said), isFinal: true });
      const next = running.steered.shift();
      if (!next) break;
      record(session, next.plan, next.name);
      await alive(next.plan.turnAdoptionLifecycle?.onAdopted());
      next.plan.turnAdoptionLifecycle?.onSettled?.();
      next.done({ deferredToActiveRun: 'steer', counts: { final: 0 } });
      text = textOf(next.plan);
    }
    const isStopped = plan.replyOptions?.abortSignal?.aborted === true;
    Object.assign(session.entry, { status: isStopped ? 'killed' : 'done', claim: undefined, updatedAt: Date.now() });
    session.entry.finished = [...session.entry.finished, name];
    const last = finals.at(-1);
    if (typeof last === 'string') session.entry.undelivered = { text: last, createdAt: Date.now() };
    if (givesUp) {
      givesUp = undefined;
      session.running = undefined;
      end();
      return { counts: {} };
    }
    plan.replyOptions?.onAgentRunTerminalOutcome?.('completed');
    await alive(new Promise(resolve => setImmediate(resolve)));
    for (const [index, final] of finals.entries()) await deliver(plan, final, { assistantMessageIndex: index + 1 });
    session.entry.undelivered = undefined;
    session.running = undefined;
    end();
    // What came after the last look at the queue was too late.
    for (const { done } of running.steered.splice(0)) done({ counts: {} });
    const count = finals.filter(said => typeof said === 'string').length;
    return { counts: { final: count }, ...(count < finals.length && { observedReplyDelivery: true }) };
  }

  function writingOf({ replyOptions = {} }: Plan): Writing {
    const whenAlive =
      <T extends unknown[]>(tell: (...args: T) => unknown) =>
      (...args: T): void => {
        if (!isDead) void tell(...args);
      };
    return {
      writes: whenAlive(text => replyOptions.onPartialReply?.({ text })),
      callsTool: whenAlive((name, said) => {
        const preamble = { kind: 'preamble', itemId: `commentary-${name}`, phase: 'end' };
        if (said) void replyOptions.onItemEvent?.({ ...preamble, progressText: said });
        const tool = { toolCallId: name, name, phase: 'start' };
        void replyOptions.onItemEvent?.({
          ...tool,
          itemId: `tool:${name}`,
          kind: 'tool',
          title: name,
          status: 'running',
        });
        void replyOptions.onToolStart?.(tool);
      }),
      begins: whenAlive(() => replyOptions.onAssistantMessageStart?.()),
    };
  }

  async function deliver(plan: Plan, said: Said, more: object): Promise<void> {
    // An answer with files comes as a block, and no final follows.
    const kind = typeof said === 'string' ? 'final' : 'block';
    const info = { kind, ...more } as Parameters<Plan['delivery']['deliver']>[1];
    const payload = typeof said === 'string' ? { text: said } : { ...said, mediaUrls: [...said.mediaUrls] };
    try {
      await alive(plan.delivery.deliver(payload, info));
    } catch (error) {
      plan.delivery.onError?.(error, { kind });
    }
  }

  const dispatch = async (plan: Plan): Promise<{ dispatchResult: object }> => {
    dispatched.push(plan.messageId ?? '');
    const { to } = plan.ctxPayload as unknown as { to: string };
    const name = turnName({ accountId: plan.accountId ?? '', to, messageId: plan.messageId ?? '' });
    const session = sessionOf(plan.route.sessionKey);
    const { entry, running } = session;
    if (entry.finished.includes(name) || (entry.claim === name && !running)) return { dispatchResult: { counts: {} } };
    if (!running) return { dispatchResult: await run(session, plan, name) };
    if (plan.turnAdoptionLifecycle?.onDeferred?.() === false) {
      await alive(running.ended);
      await deliver(plan, refusal, {});
      return { dispatchResult: { counts: {}, noVisibleReplyFallbackDelivered: true } };
    }
    return { dispatchResult: await new Promise<object>(done => running.steered.push({ plan, name, done })) };
  };

  return {
    asked,
    contexts,
    dispatched,
    inbound: {
      ingress: { resolve: async () => ({ ingress: { admission: 'dispatch' } }) },
      buildContext: (context: HostContext) => {
        contexts.push(context);
        return { to: context.reply.to, text: context.message.bodyForAgent };
      },
      dispatch,
    } as unknown as ReadyAccount['channelRuntime']['inbound'],
    records: {
      entry: ({ sessionKey }) => {
        const session = disk.get(sessionKey);
        return session && { ...session.entry };
      },
      transcript: ({ sessionKey }) => disk.get(sessionKey)?.transcript ?? [],
      release: async ({ sessionKey }) => {
        const { entry } = sessionOf(sessionKey);
        Object.assign(entry, { status: 'done', claim: undefined, isToBeResumed: false, undelivered: undefined });
      },
    },
    giveUp(when) {
      givesUp = when;
    },
    finish(sessionKey, turn) {
      const { entry } = sessionOf(sessionKey);
      entry.finished = [...entry.finished, turn];
    },
    crash() {
      isDead = true;
      return disk;
    },
  };
}

/** A new process has nothing of what modules of the one before shared about an account. */
export function forgetProcess(accountId: string): void {
  const shared = (name: string) =>
    (globalThis as Record<symbol, unknown>)[Symbol.for(`@clawmost/openclaw-mattermost/${name}`)];
  const sending = shared('sending-answers') as Map<string, unknown> | undefined;
  for (const key of sending?.keys() ?? []) if (key.startsWith(`${accountId} `)) sending?.delete(key);
  const expected = shared('expected-answers') as Set<{ readonly accountId: string }> | undefined;
  for (const answer of expected ?? []) if (answer.accountId === accountId) expected?.delete(answer);
}

function textOf({ ctxPayload }: Plan): string {
  return (ctxPayload as unknown as { text: string }).text;
}

/** OpenClaw records what the model wrote, with a line for each file. */
function transcriptTextOf(said: Said): string {
  if (typeof said === 'string') return said;
  return [said.text, ...said.mediaUrls.map(url => `MEDIA:${url}`)].filter(Boolean).join('\n');
}
