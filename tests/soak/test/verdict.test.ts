import { describe, expect, it } from 'vitest';
import { type Evidence, isGood, judge } from '../src/verdict.ts';
import type { SaidMessage } from '../src/world.ts';

const message = (number: number, more: Partial<SaidMessage> = {}): SaidMessage => ({
  ...{
    number,
    postId: `post-${number}`,
    author: 1,
    channelId: 'ops',
    rootId: '',
    at: number,
    text: `message number ${number}.`,
  },
  wanted: true,
  ...more,
});
const said = [message(1), message(2), message(3, { channelId: 'dev', rootId: 'root' }), message(4, { wanted: false })];
const answerTo = ({ text, channelId, rootId }: SaidMessage) => ({ texts: [text], channelId, rootId });
const entry = (outcome: string, state = 'settled') => ({ state, outcome, code: undefined });

/** Everything as it should be, except for what is given. */
function verdict(more: Partial<Evidence> = {}) {
  return judge({
    said,
    answers: said.filter(({ wanted }) => wanted).map(answerTo),
    stray: [],
    dispatches: ['post-1', 'post-3', 'post-2'],
    conversationOf: ({ channelId }) => channelId,
    entries: new Map(said.map(({ postId, wanted }) => [postId, entry(wanted ? 'answered' : 'silent')])),
    ...more,
  });
}
const [first, second, third, fourth] = said as [SaidMessage, SaidMessage, SaidMessage, SaidMessage];

describe('The verdict of a soak', () => {
  it('The verdict is good when every message has one outcome, even if some were dispatched again', () => {
    expect(verdict()).toMatchObject({ messages: 4, wanted: 3, again: 0 });
    const repeated = verdict({ dispatches: ['post-1', 'post-2', 'post-1', 'post-3'] });
    expect([isGood(verdict()), isGood(repeated), repeated.again]).toEqual([true, true, 1]);
  });

  it('One answer may serve several messages when the later ones joined its turn', () => {
    const answers = [{ ...answerTo(first), texts: [first.text, second.text] }, answerTo(third)];
    const entries = new Map([
      ...said.map(({ postId, wanted }) => [postId, entry(wanted ? 'joined' : 'silent')] as const),
    ]);
    expect(isGood(verdict({ answers, entries }))).toBe(true);
  });

  it('A message may join the running turn of its author before the messages of others, where turns work like that', () => {
    const conversationOf = () => 'ops';
    const people = [message(1), message(2, { author: 2 }), message(3)];
    const entries = new Map(people.map(({ postId }) => [postId, entry('answered')]));
    const found = { said: people, answers: people.map(answerTo), entries, conversationOf };
    const dispatches = ['post-1', 'post-3', 'post-2'];
    expect(verdict({ ...found, dispatches, canJoin: true }).outOfOrder).toEqual([]);
    expect(verdict({ ...found, dispatches }).outOfOrder).toEqual([2]);
    const own = [message(1), message(2), message(3)];
    expect(verdict({ ...found, said: own, dispatches, canJoin: true }).outOfOrder).toEqual([2]);
  });

  it('A message that three ends of the process have hit is handled after the others', () => {
    const dispatches = ['post-2', 'post-1', 'post-3'];
    const interrupted = (times: number) => new Map([['post-1', { ...entry('answered'), interruptions: times }]]);
    expect(verdict({ dispatches, entries: interrupted(3) }).outOfOrder).toEqual([]);
    expect(verdict({ dispatches, entries: interrupted(2) }).outOfOrder).toEqual([1]);
  });

  it.each([
    ['lost', [2], { answers: [answerTo(first), answerTo(third)] }],
    ['twice', [1], { answers: [answerTo(first), answerTo(first), answerTo(second), answerTo(third)] }],
    ['unwanted', [4], { answers: said.map(answerTo) }],
    ['misplaced', [3], { answers: [answerTo(first), answerTo(second), answerTo({ ...third, rootId: '' })] }],
    ['misplaced', [2], { answers: [answerTo(first), answerTo({ ...second, channelId: 'dev' }), answerTo(third)] }],
    ['outOfOrder', [1], { dispatches: ['post-2', 'post-1', 'post-3'] }],
    ['stray', ['an error'], { stray: ['an error'] }],
    ['unsettled', ['1: unknown', '2: unknown', '3: unknown', '4: unknown'], { entries: new Map() }],
  ] as const)('The verdict lists the messages under “%s”', (what, numbers, evidence) => {
    const found = verdict(evidence);
    expect(found[what]).toEqual(numbers);
    expect(isGood(found)).toBe(false);
  });

  it.each([
    ['still waits', first, entry('', 'waiting'), '1: waiting'],
    ['failed too often', second, entry('', 'dead'), '2: dead'],
    ['called for an answer and ended silent', third, entry('silent'), '3: settled, silent'],
    ['was not meant for the bot and counts as answered', fourth, entry('answered'), '4: settled, answered'],
  ])('The verdict is bad when a message %s', (_, { postId }, end, text) => {
    const good = said.map(one => [one.postId, entry(one.wanted ? 'answered' : 'silent')] as const);
    const found = verdict({ entries: new Map([...good, [postId, end]]) });
    expect(found.unsettled).toEqual([text]);
    expect(isGood(found)).toBe(false);
  });
});
