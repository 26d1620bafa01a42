import { readServerVersion } from '@clawmost/mm-rest';
import { describe, expect, it } from 'vitest';
import { hintOnBot, hintOnClock, hintOnVersion, hintsOnLists } from '../../../src/account/hints.ts';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { openAccount } from '../../support/account.ts';
import { withSection } from '../../support/config.ts';

describe('Hints on an account that works', () => {
  it('An ordinary account works, with a hint that says what is different', () => {
    const [hint, ...others] = hintOnBot({ is_bot: false, username: 'alice' });
    expect(hint?.message).toBe('the bot’s token belongs to @alice, which is not a bot account');
    expect(hint?.fix).toContain('what @alice writes by hand is not answered');
    expect(others).toEqual([]);
    expect(hintOnBot({ is_bot: true, username: 'claw' })).toEqual([]);
  });

  it.each([
    [undefined, undefined],
    [0, undefined],
    [-299_999, undefined],
    [600_000, 'the clock of the Mattermost server is 10 min ahead of the clock of this machine'],
    [-3_600_000, 'the clock of the Mattermost server is 60 min behind the clock of this machine'],
  ])('Clocks that differ by %s ms lead to the hint: %s', (offset, message) => {
    expect(hintOnClock(offset)[0]?.message).toBe(message);
  });
});

describe('Hints on the version of the server', () => {
  it.each(['5.36.9', '4.10.0'])('A server of version %s leads to a hint that nobody has tried it', release => {
    const hints = hintOnVersion(readServerVersion(release)!);
    expect(hints).toMatchObject([
      { message: expect.stringContaining(`Mattermost ${release}; nothing older than 5.37`) },
    ]);
  });

  it.each(['5.37.0', '6.0.0', '11.1.0', '12.0.0'])('A server of version %s leads to no hint', release => {
    expect(hintOnVersion(readServerVersion(release)!)).toEqual([]);
  });
});

describe('Hints on the lists of people', () => {
  async function hintsFor(section: object, account: Awaited<ReturnType<typeof openAccount>>['account']) {
    const cfg = withSection(section);
    return hintsOnLists(account.rest, cfg, resolveAccount(cfg), new AbortController().signal);
  }

  it('The id of a channel in a list of people is named, with the setting that is meant', async () => {
    const { account, alice, ops } = await openAccount();
    const hints = await hintsFor({ groupAllowFrom: [alice.id, ops.id], allowFrom: ['*', 'accessGroup:x'] }, account);
    expect(hints).toEqual([
      {
        message: `channels.mattermost.groupAllowFrom lists ${ops.id}, which is not a user of this server`,
        fix: expect.stringContaining('groups.<channel id>'),
      },
    ]);
  });

  it('Another bot in a list is named while other bots are not answered, and not when they are', async () => {
    const { account, team, ops } = await openAccount();
    const partner = team.addBot('partner');
    const section = { groups: { [ops.id]: { allowFrom: [`user:${partner.id}`] } } };
    expect(await hintsFor(section, account)).toEqual([
      {
        message: `channels.mattermost.groups.${ops.id}.allowFrom lists ${partner.id}, which is the bot @partner; other bots are not answered`,
        fix: 'set channels.mattermost.allowBots to "mentions" or "all" if it should wake the bot',
      },
    ]);
    expect(await hintsFor({ ...section, allowBots: 'mentions' }, account)).toEqual([]);
  });

  it('Without ids in the lists the server is not asked', async () => {
    const { account, mattermost } = await openAccount();
    const before = mattermost.requests.length;
    expect(await hintsFor({ allowFrom: ['*', 'alice'] }, account)).toEqual([]);
    expect(mattermost.requests.length).toBe(before);
  });
});
