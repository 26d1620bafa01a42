import type { Turn } from '@clawmost/mm-inbox';
import { describe, expect, it, vi } from 'vitest';
import type { SessionNote } from '../../../src/host/session-entry.ts';
import type { AdmittedPost } from '../../../src/messages/handle-post.ts';
import { type KeepingTimes, keptForReplacement } from '../../../src/recovery/held-posts.ts';
import type { Answer } from '../../../src/turns/dispatch-post.ts';

const tombstoned: SessionNote = { status: 'failed', mainRestartRecovery: { tombstone: { reason: 'crashes' } } };
const fresh: SessionNote = { status: 'done' };

/** A host whose session has ended, or not: it throws for everything but `/new`, which replaces the session. */
function hostWith(given: { ended?: string[]; answered?: string[]; times?: Partial<KeepingTimes> } = {}) {
  const events: string[] = [];
  const end = new AbortController();
  const ended = new Set(given.ended ?? ['a']);
  let looks = 0;
  const take: Answer = async (post, _before, turn) => {
    const { decision, route } = post.judgement;
    const { text } = decision;
    if (text === 'of no use') throw new Error('something else');
    if (text === '/new') ended.clear();
    if (ended.has(route.sessionKey)) throw new Error('ended during restart recovery');
    events.push(`took ${text}`);
    await new Promise(resolve => setImmediate(resolve));
    turn.handedOver();
    return { outcome: 'answered', code: 'delivered' };
  };
  const answer = keptForReplacement(
    {
      answer: take,
      answerAfresh: take,
      sessionNote: ({ sessionKey }) => {
        looks += 1;
        return ended.has(sessionKey) ? tombstoned : fresh;
      },
      isAnswered: async post => given.answered?.includes(post.facts.post.id) ?? false,
      say: async ({ channelId, rootId }) => {
        events.push(`told ${channelId} ${rootId}`);
        return [];
      },
      log: line => events.push(line),
    },
    { longestMs: 10_000, pauseMs: 1, most: 10, ...given.times },
  );
  return {
    events,
    end,
    looks: () => looks,
    says(text: string, sessionKey = 'a', channelId = 'ops') {
      let passedOn = false;
      const post = {
        facts: { post: { id: text }, channel: { id: channelId } },
        judgement: { decision: { text, command: text.startsWith('/') }, route: { agentId: 'main', sessionKey } },
      } as AdmittedPost;
      const handedOver = () => {
        passedOn = true;
      };
      const outcome = answer(post, [], { signal: end.signal, handedOver } as Turn, () => {});
      outcome.catch(() => {});
      return { outcome, lineIsFree: () => vi.waitUntil(() => passedOn) };
    },
  };
}

const delivered = { outcome: 'answered', code: 'delivered' };
const givenUp = { outcome: 'silent', code: 'session-ended' };
const told = 'OpenClaw has ended session a after crashes: its posts wait until someone writes /new';

describe('a post for a session that the host has ended', () => {
  it('waits for /new, and is then handed over before what was written after it', async () => {
    const { says, events } = hostWith();
    const first = says('first');
    await first.lineIsFree();
    const second = says('second');
    await second.lineIsFree();
    const command = says('/new');
    expect(await command.outcome).toEqual(delivered);
    const third = says('third');
    expect(await Promise.all([first, second, third].map(({ outcome }) => outcome))).toEqual(Array(3).fill(delivered));
    expect(events).toEqual([told, 'took /new', 'took first', 'took second', 'took third']);
    await says('fourth').outcome;
    expect(events.at(-1)).toBe('took fourth');
  });

  it('is not handed over again when its answer stands by then', async () => {
    const { says, events } = hostWith({ answered: ['first'] });
    const first = says('first');
    await first.lineIsFree();
    await says('/new').outcome;
    expect(await first.outcome).toEqual(delivered);
    expect(events).toEqual([told, 'took /new']);
  });

  it('does not hold up other sessions', async () => {
    const { says } = hostWith();
    await says('first').lineIsFree();
    expect(await says('elsewhere', 'b').outcome).toEqual(delivered);
  });

  it('has its end as a command: the host has said what to do', async () => {
    const { says } = hostWith();
    expect(await says('/status').outcome).toEqual(givenUp);
  });

  it('is given up when nobody writes /new for long, however many wait', async () => {
    const { says, looks } = hostWith({ times: { longestMs: 200 } });
    const [first, ...others] = ['first', 'second', 'third', 'fourth', 'fifth'].map(text => says(text).outcome);
    expect(await first).toEqual(givenUp);
    const looksAtFirst = looks();
    expect(await Promise.all(others)).toEqual(Array(4).fill(givenUp));
    expect(looks() - looksAtFirst).toBeLessThan(10);
  });

  it('is spoken of once wherever people write to it: the host tells only the first', async () => {
    const { says, events } = hostWith();
    await says('first').lineIsFree();
    await says('second', 'a', 'elsewhere').lineIsFree();
    await says('third', 'a', 'elsewhere').lineIsFree();
    expect(events).toEqual([told, 'told elsewhere undefined']);
  });

  it('is given up when too many are kept already', async () => {
    const { says } = hostWith({ times: { most: 1 } });
    await says('first').lineIsFree();
    expect(await says('second').outcome).toEqual(givenUp);
  });

  it('stays for the next start when the account is stopped', async () => {
    const { says, end, events } = hostWith();
    const first = says('first');
    const second = says('second');
    await Promise.all([first.lineIsFree(), second.lineIsFree()]);
    end.abort(new Error('stopped'));
    await expect(first.outcome).rejects.toThrow();
    await expect(second.outcome).rejects.toThrow();
    expect(events).toEqual([told]);
  });
});

it('a post that fails for another reason is tried again by the inbox', async () => {
  await expect(hostWith({ ended: [] }).says('of no use').outcome).rejects.toThrow('something else');
});
