import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelAnswer, ModelCall } from '@clawmost/playground';
import { between, type Random } from '../random.ts';

/** The agent's model: it repeats every message that it has not answered yet. */
export interface Agent {
  answer(call: ModelCall): Promise<ModelAnswer>;
  /** The numbers of the messages, in the order in which they reached the model; some do so more than once. */
  readonly seen: readonly number[];
  /** Has the model think about a message until `release`; resolves once it does. */
  thinkLongAbout(number: number): Promise<void>;
  /** The model thinks no longer than usual. */
  release(): void;
  /** Has the model answer a message at such a length that it takes two posts. */
  answerAtLength(number: number): void;
  /** Resolves when the model has made up its mind about a message, and before it says so. */
  beforeAnswering(number: number): Promise<void>;
}

const longestThoughtMs = 300;

/** More than fits into one post, and less than fits into two. */
const lengthy = ' word'.repeat(4_000);

/**
 * Makes a model that works as a good one would, so that the same messages are answered in the same conversation whatever
 * became of the process: from what it is shown, and not from what it remembers.
 */
export function createAgent(options: {
  readonly random: Random;
  /** What belongs together; a thread's model is shown what its channel said before. */
  readonly conversationOf: (number: number) => string | undefined;
  /** Told of every call, for those who look for what went wrong. */
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
      const numbers = toAnswer(messages, options.conversationOf);
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
 * What people said since the model spoke last, and what they said before and it never answered. Where there is neither,
 * the host asks for what the model had said already, and nobody was told.
 *
 * What people said last belongs here; what was said elsewhere is shown because a thread's session begins with its
 * channel's.
 */
function toAnswer(messages: ModelCall['messages'], conversationOf: (number: number) => string | undefined): number[] {
  const all = messages.map(message => ({ role: message.role, numbers: numbersIn(textOf(message)) }));
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
