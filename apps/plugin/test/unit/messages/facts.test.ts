import type { User } from '@clawmost/mm-rest';
import { describe, expect, it } from 'vitest';
import { gatherFacts } from '../../../src/messages/facts.ts';
import { factsOf, ids, postWith, sourcesWith } from '../../support/inbound-facts.ts';

describe('the facts about a post', () => {
  it('know the kind of its conversation, as OpenClaw calls it', async () => {
    const kinds = await Promise.all([ids.town, ids.backroom, ids.dm].map(channel_id => factsOf({ channel_id })));
    expect(kinds.map(({ kind }) => kind)).toEqual(['channel', 'group', 'direct']);
  });

  it('go by when it was written, for the thread and for the time', async () => {
    const asked: unknown[] = [];
    const participation = {
      note: () => {},
      lastAnswerAt: (...question: unknown[]) => {
        asked.push(question);
        return 41;
      },
    };
    const { policy } = await factsOf({ root_id: 'root', create_at: 42 }, { participation });
    expect(asked).toEqual([['root', 42]]);
    expect(policy).toMatchObject({ now: 42, lastAnswerAt: 41 });
  });

  it('know of a pairing in direct messages alone', async () => {
    const isPaired = async () => true;
    expect((await factsOf({ channel_id: ids.dm }, { isPaired })).policy.paired).toBe(true);
    expect((await factsOf({ channel_id: ids.town }, { isPaired })).policy.paired).toBe(false);
  });

  it('count the exchanges of bots and webhooks, each under its own name, and not those of people', async () => {
    const asked: string[] = [];
    const botExchangesSpent = (_: string, subject: string) => asked.push(subject) > 0;
    const webhook = { from_webhook: 'true', webhook_display_name: 'Builds' };
    const spent = [
      (await factsOf({ user_id: ids.robo }, { botExchangesSpent })).policy.botExchangesSpent,
      (await factsOf({ props: webhook }, { botExchangesSpent })).policy.botExchangesSpent,
      (await factsOf({}, { botExchangesSpent })).policy.botExchangesSpent,
    ];
    expect(spent).toEqual([true, true, false]);
    expect(asked).toEqual([ids.robo, 'webhook:Builds']);
  });

  it('know the bot by the name that it has now', async () => {
    const sources = sourcesWith();
    const users = { ...sources.lookup.users, get: async (id: string) => ({ id, username: 'talon' }) as User };
    const facts = await gatherFacts(postWith(), { ...sources, lookup: { ...sources.lookup, users } });
    expect(facts.policy.bot).toMatchObject({ id: ids.bot, username: 'talon' });
  });

  it('are not made up where a look-up fails', async () => {
    const sources = sourcesWith();
    const channels = { ...sources.lookup.channels, get: () => Promise.reject(new Error('down')) };
    await expect(gatherFacts(postWith(), { ...sources, lookup: { ...sources.lookup, channels } })).rejects.toThrow(
      'down',
    );
  });
});
