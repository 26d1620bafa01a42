import { runOpenClaw } from '@clawmost/playground';
import type { Account } from '@clawmost/tests-live/support/seed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decided } from '../test/support/decisions.ts';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { openScene, type Scene } from './support/scene.ts';

// One gateway with two accounts: `default` is open to all people, `careful` answers one person in channels.
let scene: Scene;
let open: OpenGateway;
let people: { readonly alice: Account; readonly bob: Account; readonly carol: Account };
let bots: { readonly claw: Account; readonly shy: Account };
let channel: string;

beforeAll(async () => {
  scene = await openScene();
  const { seeded, server } = scene;
  people = { alice: seeded.person, bob: await seeded.addPerson(), carol: await seeded.addPerson() };
  bots = { claw: seeded.bot, shy: await seeded.addBot() };
  channel = await seeded.addChannel([people.alice, people.bob, bots.claw, bots.shy]);
  open = await openGateway({
    channel: {
      enabled: true,
      accounts: {
        default: { ...accountFor(server, bots.claw), dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' },
        careful: { ...accountFor(server, bots.shy), groupAllowFrom: [people.alice.id] },
      },
    },
  });
  const signedIn = Object.values(bots).map(({ username }) =>
    open.gateway.waitForLog(RegExp(`signed in .* @${username}`)),
  );
  await Promise.all(signedIn);
});

afterAll(async () => {
  await open?.close();
  await scene?.close();
});

describe('A bot that is open to all', () => {
  it('The bot answers a direct message', async () => {
    const dm = await scene.directChannel(people.alice, bots.claw);
    const asked = await scene.says(people.alice, 'hello', { in: dm });
    await scene.seesAnswers(asked, bots.claw, ['You said: hello']);
  });

  it('The bot answers a mention in a channel, and not a post without one', async () => {
    const first = await scene.says(people.alice, 'nobody in particular', { in: channel });
    const second = await scene.says(people.bob, `@${bots.claw.username} are you awake?`, { in: channel });
    const [answer] = await scene.seesAnswers(second, bots.claw, ['You said: are you awake?']);
    expect(answer?.root_id).toBe('');
    expect(await scene.answersAfter(first, bots.claw)).toHaveLength(1);
  });

  it('The bot answers a mention in a thread in that thread, and then replies without a mention', async () => {
    const root = await scene.says(people.alice, 'a topic', { in: channel });
    const where = { in: channel, thread: root };
    const asked = await scene.says(people.alice, `@${bots.claw.username} what about it?`, where);
    const [answer] = await scene.seesAnswers(asked, bots.claw, ['You said: what about it?']);
    expect(answer?.root_id).toBe(root.id);
    const more = await scene.says(people.alice, 'and what else?', where);
    const [another] = await scene.seesAnswers(more, bots.claw, ['You said: and what else?']);
    expect(another?.root_id).toBe(root.id);
    expect(await scene.answersAfter(root, bots.claw)).toHaveLength(2);
  });
});

describe('A bot that answers few people', () => {
  it('The bot ignores people who are not on its list in channels, and answers the one who is', async () => {
    const { alice, bob } = people;
    const from = await scene.says(bob, `@${bots.shy.username} let me in`, { in: channel });
    expect(await decided(open.home, 'careful', from)).toEqual(['group-not-listed']);
    const asked = await scene.says(alice, `@${bots.shy.username} and me?`, { in: channel });
    await scene.seesAnswers(asked, bots.shy, ['You said: and me?']);
    expect(await scene.answersAfter(from, bots.shy)).toHaveLength(1);
  });

  it('The bot stays silent in a thread that its account follows, until a person on its list calls it there', async () => {
    const { alice, bob } = people;
    // A mention by anybody makes the account of the bot follow a thread, where the server has that.
    const root = await scene.says(bob, `@${bots.shy.username} a topic`, { in: channel });
    const reply = await scene.says(alice, 'for the others', { in: channel, thread: root });
    expect(await decided(open.home, 'careful', reply)).toEqual(['not-mentioned']);
    const asked = await scene.says(alice, `@${bots.shy.username} for you`, { in: channel, thread: root });
    await scene.seesAnswers(asked, bots.shy, ['You said: for you']);
    expect(await scene.answersAfter(root, bots.shy)).toHaveLength(1);
  });

  it('A stranger gets a code, is approved, and is then answered', async () => {
    const { carol } = people;
    const dm = await scene.directChannel(carol, bots.shy);
    const asked = await scene.says(carol, 'hello?', { in: dm });
    const withCode = expect.stringContaining('openclaw pairing approve mattermost');
    const [offer] = await scene.seesAnswers(asked, bots.shy, [withCode]);
    const code = /openclaw pairing approve mattermost (\w+)/.exec(offer?.message ?? '')?.[1] ?? '';
    const { code: exit, stderr } = await runOpenClaw(open.home, ['pairing', 'approve', 'mattermost', code]);
    expect(exit, stderr).toBe(0);
    await scene.seesAnswers(asked, bots.shy, [withCode, expect.stringContaining("You're approved")]);
    const again = await scene.says(carol, 'hello again', { in: dm });
    await scene.seesAnswers(again, bots.shy, ['You said: hello again']);
    expect(await scene.answersAfter(asked, bots.shy)).toHaveLength(3);
  });
});

describe('Two accounts', () => {
  it('Two bots that one message mentions answer once each, as themselves', async () => {
    const { claw, shy } = bots;
    const asked = await scene.says(people.alice, `@${claw.username} @${shy.username} both of you`, { in: channel });
    for (const bot of [claw, shy]) await scene.seesAnswers(asked, bot, [expect.stringMatching(/both of you$/)]);
    for (const accountId of ['default', 'careful'])
      expect(await decided(open.home, accountId, asked)).toEqual(['delivered']);
  });

  it('`openclaw channels status` shows both accounts as connected', async () => {
    const { stdout, stderr } = await runOpenClaw(open.home, ['channels', 'status', '--json']);
    const accounts: { accountId: string; connected: boolean }[] = JSON.parse(stdout || stderr).channelAccounts
      .mattermost;
    expect(accounts.map(({ accountId, connected }) => `${accountId}: ${connected}`).sort()).toEqual([
      'careful: true',
      'default: true',
    ]);
  });
});
