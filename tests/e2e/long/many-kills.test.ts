import { type Bot, type Channel, type Mattermost, type Person, startMattermost } from '@clawmost/mm-testserver';
import { type Gateway, startChannel, startGateway } from '@clawmost/playground';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { accountFile } from '../test/support/account-file.ts';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { patience } from '../test/support/patience.ts';

// A gateway that dies again and again in the middle of the same turn: OpenClaw itself gives a session up after that.
let mattermost: Mattermost;
let open: OpenGateway;
let gateway: Gateway;
let alice: Person;
let claw: Bot;
let ops: Channel;

/** What the model waits for when it is asked first. */
const firstThought = Promise.withResolvers<void>();

const kills = 5;

const modelCalls = () => open.model.calls.filter(({ text }) => text === 'first marmalade').length;

/** After three crashes within five minutes OpenClaw starts no channel by itself. */
async function startAgain(): Promise<void> {
  gateway = startGateway(open.home);
  const line = await gateway.waitForLog(/signed in to|autostart suppressed by crash-loop breaker/, patience);
  if (!/signed in/.test(line)) await startChannel(open.home);
  await gateway.waitForLog(/signed in to/, patience);
}

beforeAll(async () => {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  alice = team.addPerson('alice');
  claw = team.addBot('claw');
  ops = team.addChannel('ops', { members: [alice, claw] });
  open = await openGateway({
    channel: { ...accountFor(mattermost, claw), dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' },
    async answer({ text }) {
      if (/^first/.test(text)) await firstThought.promise;
      return `You said: ${text}`;
    },
  });
  ({ gateway } = open);
  await gateway.waitForLog(/signed in to/);
});

afterAll(async () => {
  await gateway?.stop();
  await open?.close();
  await mattermost?.stop();
});

it(`a message whose turn was killed ${kills} times, and what was written behind it, is answered once and in order`, async () => {
  const posts = [await alice.says('@claw first marmalade', { in: ops })];
  for (let kill = 1; kill <= kills; kill += 1) {
    await vi.waitUntil(() => modelCalls() >= kill, patience);
    await gateway.kill();
    if (kill === 2) posts.push(await alice.says('@claw second marmalade', { in: ops }));
    await startAgain();
  }
  await vi.waitUntil(() => modelCalls() > kills, patience);
  posts.push(await alice.says('@claw third marmalade', { in: ops }));
  firstThought.resolve();
  await alice.sees({
    ...{ from: claw, in: ops, ...patience },
    matching: ({ message }) => /third marmalade/.test(message),
  });
  for (const outcome of await accountFile(open.home).settled(posts)) expect(outcome).toMatch(/^(answered|joined): /);
  const said = mattermost.posts(ops).filter(({ user_id }) => user_id === claw.id);
  // One answer may serve several messages; each is answered once, and OpenClaw says nothing of its own.
  const answered = said.flatMap(({ message }) => message.match(/\w+ marmalade/g) ?? []);
  expect(answered).toEqual(['first marmalade', 'second marmalade', 'third marmalade']);
  for (const { message } of said) expect(message).toMatch(/^You said: /);
});
