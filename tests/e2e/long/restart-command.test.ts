import { type Bot, type Channel, type Mattermost, type Person, startMattermost } from '@clawmost/mm-testserver';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { accountFile } from '../test/support/account-file.ts';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit } from '../test/support/time-limit.ts';

// An owner restarts the gateway from Mattermost while Mattermost refuses every post of the bot.
let mattermost: Mattermost;
let open: OpenGateway;
let alice: Person;
let claw: Bot;
let dm: Channel;

const signIns = () => open.gateway.log.filter(line => /signed in to/.test(line)).length;

beforeAll(async () => {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  alice = team.addPerson('alice');
  claw = team.addBot('claw');
  dm = mattermost.directChannel(alice, claw);
  open = await openGateway({
    channel: { ...accountFor(mattermost, claw), dmPolicy: 'open', allowFrom: ['*'] },
    configure: config => ({ ...config, commands: { restart: true, ownerAllowFrom: [alice.id] } }),
  });
  await open.gateway.waitForLog(/signed in to/);
});

afterAll(async () => {
  await open?.close();
  await mattermost?.stop();
});

it('/restart leads to one restart when its acknowledgement cannot be posted, and the acknowledgement follows once', async () => {
  const refused = { status: 500, headers: { 'content-type': 'text/plain' }, body: 'no' };
  const fault = mattermost.faults.answer({ method: 'POST', path: '/posts', by: claw }, refused);
  const command = await alice.says('/restart', { in: dm });
  await vi.waitUntil(() => signIns() === 2, timeLimit);
  fault.lift();
  await accountFile(open.home).settled([command]);
  await alice.says('are you back?', { in: dm });
  await alice.sees({
    ...{ from: claw, in: dm, ...timeLimit },
    matching: ({ message }) => message === 'You said: are you back?',
  });
  const said = mattermost.posts(dm).filter(({ user_id }) => user_id === claw.id);
  expect(said.filter(({ message }) => /Restarting OpenClaw/.test(message))).toHaveLength(1);
  expect(open.gateway.log.filter(line => /received SIGUSR2; restarting/.test(line))).toHaveLength(1);
  expect(signIns()).toBe(2);
});
