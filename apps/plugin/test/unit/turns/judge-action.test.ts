import type { User } from '@clawmost/mm-rest';
import { describe, expect, it } from 'vitest';
import type { ChannelConfig } from '../../../src/config/schema.ts';
import { judgeAction, type PersonAction } from '../../../src/turns/judge-action.ts';
import { ids, judgeWith, sourcesWith } from '../../support/facts.ts';

/** Judges a click of Alice's in a channel. */
async function judge(section: ChannelConfig, more: Partial<PersonAction> = {}, verdict = 'dispatch') {
  const { account, rulesFor, paired, questions } = judgeWith(section, verdict);
  const { lookUp, stores } = sourcesWith().account;
  const action: PersonAction = {
    ...{ id: 'click:1', messageId: 'click:1', event: 'button', userId: ids.alice, channelId: ids.town },
    ...{ threadId: undefined, at: 1_800_000_000_000, text: 'She chose yes', isCommand: false },
    ...more,
  };
  const judged = { ...account, bot: { id: ids.bot } as User, lookUp, stores };
  return { verdict: await judgeAction({ account: judged, rulesFor, paired }, action), questions };
}

const open: ChannelConfig = { groupPolicy: 'open', dmPolicy: 'open', allowFrom: ['*'] };

describe('A click or a command is judged', () => {
  it('It becomes a turn in the session of its thread, and counts as spoken to the bot', async () => {
    const { verdict, questions } = await judge(open, { threadId: 'root' });
    expect(verdict).toMatchObject({
      act: 'answer',
      request: {
        ...{ id: 'click:1', posts: ['click:1'], text: 'She chose yes', isCommand: false, mayCommand: false },
        ...{ to: `channel:${ids.town}`, wasMentioned: true, speaker: { id: ids.alice, name: 'Alice Ames' } },
        route: { threadId: 'root', sessionKey: expect.stringContaining('thread:root') },
      },
    });
    expect(questions).toMatchObject([{ event: { kind: 'button', authMode: 'inbound', mayPair: false } }]);
  });

  it('In a direct message the answer goes to the person', async () => {
    const { verdict } = await judge(open, { channelId: ids.dm });
    expect(verdict).toMatchObject({ act: 'answer', request: { to: `user:${ids.alice}`, kind: 'direct' } });
  });

  it('Only a command may be run as a command', async () => {
    const { verdict } = await judge(open, { text: '/status', isCommand: true, channelId: ids.dm });
    expect(verdict).toMatchObject({ act: 'answer', request: { isCommand: true, mayCommand: true, text: '/status' } });
  });

  it.each([
    [
      'is not on the list of the channel',
      { groupPolicy: 'allowlist', groupAllowFrom: ['bob'] },
      {},
      'group-not-listed',
    ],
    ['writes to nobody there', { groupPolicy: 'disabled' }, {}, 'group-disabled'],
    ['is not paired', { dmPolicy: 'pairing' }, { channelId: ids.dm }, 'pairing-required'],
  ] as const)('A person who %s is refused, and OpenClaw is not asked', async (_, section, more, code) => {
    const { verdict, questions } = await judge(section as ChannelConfig, more);
    expect(verdict).toEqual({ act: 'refuse', code });
    expect(questions).toEqual([]);
  });

  it('A person whom OpenClaw does not let in is refused with its reason', async () => {
    const { verdict } = await judge(open, {}, 'drop');
    expect(verdict).toEqual({ act: 'refuse', code: 'host_reason' });
  });
});
