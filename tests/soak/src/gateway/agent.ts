import { setTimeout as sleep } from 'node:timers/promises';
import { isInternalContext, type ModelAnswer, type ModelCall } from '@clawmost/playground';
import { between, type Random } from '../random.ts';

/** The agent's model: it repeats every message that it has not answered yet. */
export interface Agent {
  answer(call: ModelCall): Promise<ModelAnswer>;
  /** The numbers of the messages, in the order in which they reached the model; a number can repeat. */
  readonly seen: readonly number[];
  /** Makes the model think about a message until `release`; resolves when it has begun to. */
  thinkLongAbout(number: number): Promise<void>;
  /** Ends the long thought: from now on the model takes its usual time. */
  release(): void;
  /** Makes the model answer a message with a text that needs two posts. */
  answerAtLength(number: number): void;
  /** Resolves just before the model returns its answer to a message. */
  beforeAnswering(number: number): Promise<void>;
}

const longestThoughtMs = 300;

/** More than fits into one post, and less than fits into two. */
const lengthy = ' word'.repeat(4_000);

/**
 * Makes a model that works from the messages that it is shown and remembers nothing, like a real one: after a crash it
 * answers the same messages in the same conversation.
 */
export function createAgent(options: {
  readonly random: Random;
  /** The conversation of a message; in a thread, the model is also shown what its channel said before. */
  readonly conversationOf: (number: number) => string | undefined;
  /** Receives a line for every call, for the search for a cause. */
  readonly note: (line: string) => void;
}): Agent {
  const seen: number[] = [];
  const atLength = new Set<number>();
  let long: { readonly number: number; readonly begins: () => void; readonly over: Promise<void> } | undefined;
  let release = (): void => {};
  const awaited = new Map<number, () => void>();

  return {
    seen,
    async answer({ messages }) {
      const numbers = numbersToAnswer(messages, options.conversationOf);
      options.note(`answers ${numbers.join(', ')}`);
      seen.push(...numbers);
      if (long !== undefined && numbers.includes(long.number)) {
        long.begins();
        await long.over;
      }
      await sleep(between(options.random, 0, longestThoughtMs));
      for (const number of numbers) awaited.get(number)?.();
      const words = numbers.map(number => `You said: message number ${number}.`).join('\n');
      return numbers.some(number => atLength.has(number))
        ? `${words}${lengthy}`
        : words || 'There is nothing to answer.';
    },
    thinkLongAbout(number) {
      const { promise: over, resolve } = Promise.withResolvers<void>();
      const { promise: thinks, resolve: begins } = Promise.withResolvers<void>();
      long = { number, begins, over };
      release = resolve;
      return thinks;
    },
    release() {
      long = undefined;
      release();
    },
    answerAtLength: number => void atLength.add(number),
    beforeAnswering: number => new Promise(resolve => awaited.set(number, resolve)),
  };
}

/** The numbers of the messages that a text names. */
export function numbersIn(text: string): number[] {
  return [...text.matchAll(/message number (\d+)\./g)].map(([, number]) => Number(number));
}

/**
 * The messages that people wrote since the model spoke last, and earlier ones that it never answered. Without any, the
 * host asks for an answer that the model gave already and that was not posted.
 *
 * What OpenClaw quotes as context, such as the first post of a thread, is not to be answered.
 *
 * The latest message decides which conversation this is; messages of another one are shown because the session of a
 * thread begins with that of its channel.
 */
function numbersToAnswer(
  messages: ModelCall['messages'],
  conversationOf: (number: number) => string | undefined,
): number[] {
  const all = messages
    .filter(message => !isInternalContext(message))
    .map(message => ({ role: message.role, numbers: numbersIn(textOf(message)) }));
  const latest = all.flatMap(({ role, numbers }) => (role === 'user' ? numbers : [])).at(-1) ?? 0;
  const here = conversationOf(latest);
  const said = all.map(({ role, numbers }) => ({ role, numbers: numbers.filter(one => conversationOf(one) === here) }));
  const last = said.findLastIndex(({ role, numbers }) => role === 'assistant' && numbers.length > 0);
  const answered = new Set(said.flatMap(({ role, numbers }) => (role === 'assistant' ? numbers : [])));
  const open = said.flatMap(({ role, numbers }, index) =>
    role === 'user' ? numbers.filter(number => index > last || !answered.has(number)) : [],
  );
  return [...new Set(open.length > 0 ? open : said[last]?.numbers)];
}

function textOf({ content }: ModelCall['messages'][number]): string {
  if (content === null) return '';
  return typeof content === 'string' ? content : content.map(part => part.text ?? '').join('');
}
