import type { Turn } from '@clawmost/mm-inbox';
import { resolveRules } from '@clawmost/mm-policy';
import { expect, it, onTestFinished } from 'vitest';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import { createSay } from '../../../src/answers/say.ts';
import type { SessionNote } from '../../../src/host/session-entry.ts';
import type { Said } from '../../../src/host/transcript.ts';
import { gatherFacts, type InboundFacts } from '../../../src/messages/facts.ts';
import { judge } from '../../../src/messages/judge.ts';
import { type AnswerOptions, createAnswering } from '../../../src/recovery/answer-post.ts';
import { createResumption } from '../../../src/recovery/resumption.ts';
import { createLookup } from '../../../src/server/look-up.ts';
import { createOwed } from '../../../src/storage/sqlite/owed.ts';
import { createParticipation } from '../../../src/storage/sqlite/participation.ts';
import { judgeWith } from '../../support/inbound-facts.ts';
import { openStage } from '../../support/posting.ts';
import { temporaryStateFile } from '../../support/state-file.ts';

/** What the host is handed, as far as it matters here. */
interface Plan {
  readonly messageId: string;
  readonly turnAdoptionLifecycle: { onAdopted(): Promise<void> };
  readonly delivery: {
    deliver(payload: object, info: object): Promise<object>;
    onDelivered(payload: object, info: object, result: object): void;
  };
}

const final = { kind: 'final' };

/** How the host deals with a post that it is handed. */
const host = {
  async answers({ turnAdoptionLifecycle, delivery }: Plan) {
    await turnAdoptionLifecycle.onAdopted();
    await delivery.deliver({ text: 'The answer.' }, final);
    delivery.onDelivered({}, final, { visibleReplySent: true });
    return { dispatchResult: { counts: { final: 1 } } };
  },
  /** It takes the post for one that it has dealt with, or will. */
  knows: async () => ({ dispatchResult: {} }),
  async cannotBegin({ delivery }: Plan) {
    await delivery.deliver({ text: "⚠️ OpenClaw couldn't produce or deliver a reply. Try again." }, final);
    return { dispatchResult: { counts: { final: 1 } } };
  },
  async hasEndedTheSession(): Promise<never> {
    throw new Error('The session ended during restart recovery.');
  },
};

const idle: SessionNote = { status: 'done' };
const ended: SessionNote = { status: 'failed', mainRestartRecovery: { tombstone: {} } };

type Act = (plan: Plan) => Promise<object>;

/** A bot that answers alice's question, with a host that acts as told, each time it is handed something. */
async function openBot(acts: readonly Act[], given: { notes?: SessionNote[]; said?: (at: number) => Said[] } = {}) {
  const stage = await openStage();
  const { rest, claw, poster, question } = stage;
  const { file } = temporaryStateFile();
  const owed = createOwed(file);
  const participation = createParticipation(file);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const judging = judgeWith({ groupPolicy: 'open', dmPolicy: 'open', allowFrom: ['*'] });
  const notes = [...(given.notes ?? [idle])];
  const sessionNote = () => (notes.length > 1 ? notes.shift() : notes[0]);
  const handed: string[] = [];
  const left = [...acts];
  const answer = createAnswering(
    {
      ...{ config: () => ({}), accountId: 'default', settingsFor: () => ({}), rest, owed, botId: claw.id, sessionNote },
      inbound: {
        buildContext: (context: object) => context,
        async dispatch(plan: Plan) {
          handed.push(plan.messageId.replace(question.id, 'question'));
          return (left.shift() ?? host.knows)(plan);
        },
      },
      rulesFor: () => resolveRules({}),
      say: createSay({ poster, participation, onSaid: () => {} }),
      resumed: createResumption(sessionNote),
      judge: (facts: InboundFacts) => judge(judging, facts),
      transcript: async () => given.said?.(question.create_at) ?? [],
      reachableSince: () => 0,
      log: () => {},
      warn: () => () => {},
    } as unknown as AnswerOptions,
    { quietMs: 20, leastMs: 0, pauseMs: 1, lookMs: 1 },
  );
  return {
    ...stage,
    handed,
    /** Answers the question; `attempt` and `wasAdopted` tell what an earlier process did with it. */
    async answer(turn: Partial<Pick<Turn, 'attempt' | 'wasAdopted'>> = {}) {
      const sources = {
        ...{ bot: { id: claw.id }, lookup: createLookup(rest, stop.signal), participation },
        ...{ isPaired: async () => false, botExchangesSpent: () => false },
      };
      const facts = await gatherFacts({ ...question, props: {} }, sources);
      const judgement = await judge(judging, facts);
      if (judgement.act !== 'answer') throw new Error('not admitted');
      const whole = { attempt: 1, wasAdopted: false, signal: stop.signal, adopted: async () => {}, ...turn };
      const { outcome, code } = await answer(
        { facts, judgement },
        [],
        { ...whole, handedOver: () => {} } as unknown as Turn,
        () => {},
      );
      return `${outcome}: ${code}`;
    },
  };
}

const heard = (timestamp: number): Said => ({ role: 'user', text: 'what is it?', timestamp });
const spoken = (text: string): Said => ({ role: 'assistant', text });
/** As after a crash that came when the host had made the post its own. */
const afterCrash = { attempt: 2, wasAdopted: true };

it('a post is handed over once when the host answers it', async () => {
  const { answer, handed, said } = await openBot([host.answers]);
  expect(await answer()).toBe('answered: delivered');
  expect(handed).toEqual(['question']);
  expect(said()).toHaveLength(1);
});

it('a post that the host knows and nobody answers is handed over again', async () => {
  const { answer, handed, said } = await openBot([host.knows, host.answers]);
  expect(await answer()).toBe('answered: delivered');
  expect([handed, said().length]).toEqual([['question', 'question'], 1]);
});

it('a post that the host does not take is given up with a reason', async () => {
  const { answer, handed } = await openBot([host.knows, host.knows]);
  expect(await answer()).toBe('silent: host-dropped');
  expect(handed).toHaveLength(2);
});

it('a post for which the host cannot begin a turn is handed over under another name, without a word of it', async () => {
  const { answer, handed, said } = await openBot([host.cannotBegin, host.answers]);
  expect(await answer()).toBe('answered: delivered');
  expect(handed).toEqual(['question', 'question.1']);
  expect(said().map(({ message }) => message)).toEqual(['The answer.']);
});

it('a post for which the host can begin no turn at all is tried again later', async () => {
  await expect((await openBot([host.cannotBegin, host.cannotBegin])).answer()).rejects.toThrow(
    'could not begin a turn',
  );
});

it('a post whose answer stands is not handed over again after a crash', async () => {
  const bot = await openBot([]);
  await postAnswer(bot.poster, answerTo(bot.ops.id, [bot.question.id]));
  expect(await bot.answer(afterCrash)).toBe('answered: host-knows');
  expect(bot.handed).toEqual([]);
});

it('a post whose answer stands without a word of what it answers is not handed over again after a crash', async () => {
  const bot = await openBot([], { said: at => [heard(at), spoken('The answer.')] });
  await postAnswer(bot.poster, answerTo(bot.ops.id, []));
  expect(await bot.answer(afterCrash)).toBe('answered: host-knows');
  expect(bot.handed).toEqual([]);
});

it('a post that its session has not heard is handed over again after a crash, under its own name', async () => {
  const { answer, handed } = await openBot([host.answers]);
  expect(await answer(afterCrash)).toBe('answered: delivered');
  expect(handed).toEqual(['question']);
});

it('a post that its session has heard, and whose answer was lost, is handed over under a new name', async () => {
  const { answer, handed } = await openBot([host.answers], { said: at => [heard(at), spoken('The lost answer.')] });
  expect(await answer(afterCrash)).toBe('answered: delivered');
  expect(handed).toEqual(['question.2']);
});

it('a post is the host’s when its session has heard it, whatever we had time to note', async () => {
  const bot = await openBot([], { said: at => [heard(at), spoken('The answer.')] });
  await postAnswer(bot.poster, answerTo(bot.ops.id, []));
  expect(await bot.answer({ attempt: 2, wasAdopted: false })).toBe('answered: host-knows');
});

it('a post whose session the host has given up is handed over under a new name once that is replaced', async () => {
  const notes = [idle, ended, ended, ended, idle];
  const { answer, handed } = await openBot([host.hasEndedTheSession, host.answers], { notes });
  expect(await answer()).toBe('answered: delivered');
  expect(handed).toEqual(['question', 'question.1.new']);
});

function answerTo(channelId: string, answers: readonly string[]) {
  return { channelId, rootId: undefined, text: 'The answer.', deliveryId: 'before-the-crash', answers };
}
