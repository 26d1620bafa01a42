import { type Bot, type Channel, type Mattermost, type Person, startMattermost } from '@clawmost/mm-testserver';
import { type Gateway, startChannel, startGateway } from '@clawmost/playground';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { accountFile } from '../test/support/account-file.ts';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit } from '../test/support/time-limit.ts';

// A gateway is killed many times during the same turn; by itself, OpenClaw would close the session after that.
let mattermost: Mattermost;
let open: OpenGateway;
let gateway: Gateway;
let alice: Person;
let claw: Bot;
let ops: Channel;

/** The model waits for this before it answers the first message. */
const firstThought = Promise.withResolvers<void>();

const kills = 5;

const modelCalls = () => open.model.calls.filter(({ text }) => text === 'first marmalade').length;

/** After three crashes within five minutes OpenClaw starts no channel by itself. */
async function startAgain(): Promise<void> {
  gateway = startGateway(open.home);
  const line = await gateway.waitForLog(/signed in to|autostart suppressed by crash-loop breaker/, timeLimit);
  if (!/signed in/.test(line)) await startChannel(open.home);
  await gateway.waitForLog(/signed in to/, timeLimit);
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

it(`A message whose turn was killed ${kills} times and the messages after it are answered once and in order`, async () => {
  const posts = [await alice.says('@claw first marmalade', { in: ops })];
  for (let kill = 1; kill <= kills; kill += 1) {
    await vi.waitUntil(() => modelCalls() >= kill, timeLimit);
    await gateway.kill();
    if (kill === 2) posts.push(await alice.says('@claw second marmalade', { in: ops }));
    await startAgain();
  }
  await vi.waitUntil(() => modelCalls() > kills, timeLimit);
  posts.push(await alice.says('@claw third marmalade', { in: ops }));
  firstThought.resolve();
  await alice.sees({
    ...{ from: claw, in: ops, ...timeLimit },
    matching: ({ message }) => /third marmalade/.test(message),
  });
  for (const outcome of await accountFile(open.home).settled(posts)) expect(outcome).toMatch(/^(answered|joined): /);
  const said = mattermost.posts(ops).filter(({ user_id }) => user_id === claw.id);
  // One answer may serve several messages. Each is answered once, and OpenClaw posts no notice of its own.
  const answered = said.flatMap(({ message }) => message.match(/\w+ marmalade/g) ?? []);
  expect(answered).toEqual(['first marmalade', 'second marmalade', 'third marmalade']);
  for (const { message } of said) expect(message).toMatch(/^You said: /);
});
