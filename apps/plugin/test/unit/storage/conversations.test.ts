import { describe, expect, it } from 'vitest';
import { conversationMs, mostThreadAgents } from '../../../src/storage/conversations.ts';
import { implementations } from '../../support/stores.ts';

describe.each(implementations)('What is remembered of conversations in %s', (_, open) => {
  it('What an agent has seen only grows, and each session has its own', async () => {
    const { conversations } = open();
    expect(await conversations.seenUntil('a')).toBeUndefined();
    await conversations.noteSeen('a', 9_000);
    await conversations.noteSeen('a', 5_000);
    expect(await conversations.seenUntil('a')).toBe(9_000);
    expect(await conversations.seenUntil('b')).toBeUndefined();
  });

  it('What an agent has seen is forgotten after 90 days', async () => {
    const { conversations } = open();
    await conversations.noteSeen('a', 1_000);
    await conversations.noteSeen('b', 999 + conversationMs);
    expect(await conversations.seenUntil('a')).toBe(1_000);
    await conversations.noteSeen('b', 1_000 + conversationMs);
    expect(await conversations.seenUntil('a')).toBeUndefined();
  });

  it('A thread is handed over to one agent at a time, and can be given back', async () => {
    const { conversations } = open();
    await conversations.assignAgent('root', 'helper');
    await conversations.assignAgent('root', 'coder');
    await conversations.assignAgent('other', 'helper');
    expect(await conversations.agentOf('root')).toBe('coder');
    await conversations.assignAgent('root', undefined);
    expect(await conversations.agentOf('root')).toBeUndefined();
    expect(await conversations.agentOf('other')).toBe('helper');
  });

  it('Beyond 10,000 threads, the one that was handed over first is forgotten', async () => {
    const { conversations } = open();
    for (let at = 0; at <= mostThreadAgents; at += 1) await conversations.assignAgent(`root-${at}`, 'helper');
    expect(await conversations.agentOf('root-0')).toBeUndefined();
    expect(await conversations.agentOf('root-1')).toBe('helper');
  });

  it('A person is told something about a thread once', async () => {
    const { conversations } = open();
    expect(await conversations.noteTold('root', 'alice', 1_000)).toBe(true);
    expect(await conversations.noteTold('root', 'alice', 2_000)).toBe(false);
    expect(await conversations.noteTold('root', 'bob', 2_000)).toBe(true);
  });
});
