import { htmlErrorPage } from '@clawmost/mm-testserver';
import { describe, expect, it } from 'vitest';
import type { TargetError } from '../../src/index.ts';
import { errorAnswer, openOffice } from '../support/office.ts';

describe('A channel by id', () => {
  it('P10: An explicit id is taken as it is, without a request', async () => {
    const { targets, requests, alice, claw, acme } = await openOffice();
    const ops = acme.addChannel('ops', { members: [claw] });
    expect(await targets.resolve(`channel:${ops.id}`)).toEqual({ kind: 'channel', id: ops.id });
    expect(await targets.resolve(`user:${alice.id}`)).toEqual({ kind: 'user', id: alice.id });
    expect(await targets.open(`group:${ops.id}`)).toEqual({ channelId: ops.id });
    expect(requests()).toEqual([]);
  });
});

describe('A channel by name', () => {
  it.each(['#ops', '~ops', '#OPS', 'ops', 'channel:ops', ' channel: #Ops ', 'acme/ops', 'ACME/~ops'])(
    'P7 and R37: %j is the channel, in any case',
    async text => {
      const { targets, acme, claw } = await openOffice();
      const ops = acme.addChannel('ops', { members: [claw] });
      expect(await targets.resolve(text)).toEqual({ kind: 'channel', id: ops.id, name: 'ops' });
    },
  );

  it('P7: Every team of the bot is searched, and a hit is remembered', async () => {
    const { targets, beta, claw, requests } = await openOffice();
    const lab = beta.addChannel('lab', { members: [claw] });
    expect(await targets.open('#lab')).toEqual({ channelId: lab.id });
    const asked = requests().length;
    expect(await targets.open('#LAB')).toEqual({ channelId: lab.id });
    expect(requests()).toHaveLength(asked);
  });

  it('A private channel of the bot is found, and so is a public one that the bot has not joined', async () => {
    const { targets, acme, beta, claw } = await openOffice();
    const [secret, open] = [acme.addChannel('secret', { members: [claw], type: 'P' }), beta.addChannel('open')];
    expect(await targets.resolve('#secret')).toMatchObject({ id: secret.id });
    expect(await targets.resolve('#open')).toMatchObject({ id: open.id });
  });

  it('A channel of the bot goes before one of the same name that it has not joined', async () => {
    const { targets, acme, beta, claw } = await openOffice();
    const ops = acme.addChannel('ops', { members: [claw] });
    const other = beta.addChannel('ops');
    expect(await targets.resolve('#ops')).toMatchObject({ id: ops.id });
    expect(await targets.resolve('beta/ops')).toMatchObject({ id: other.id });
  });

  it('Several channels with the name are an error that lists them', async () => {
    const { targets, acme, beta, claw } = await openOffice();
    acme.addChannel('ops', { members: [claw] });
    beta.addChannel('ops', { members: [claw] });
    const error = await targets.resolve('#ops').catch((error: TargetError) => error);
    expect(error).toMatchObject({
      code: 'ambiguous',
      candidates: [{ target: 'acme/ops' }, { target: 'beta/ops' }],
      message: expect.stringMatching(/^#ops fits 2 channels: write one of acme\/ops \(.* in acme\), beta\/ops/),
    });
  });

  it('R37: A name with underscores is a channel, and the name of a direct channel is refused', async () => {
    const { targets, acme, alice, claw, mattermost } = await openOffice();
    const odd = acme.addChannel('a_b__c', { members: [claw] });
    expect(await targets.resolve('#a_b__c')).toMatchObject({ id: odd.id });
    const direct = mattermost.directChannel(alice, claw);
    await expect(targets.resolve(`#${direct.name}`)).rejects.toMatchObject({ code: 'syntax' });
  });

  it('R37: A name of 26 letters is a channel behind #, and one that is also a user name means the channel', async () => {
    const { targets, acme, claw } = await openOffice();
    const [long, alice] = acme.addChannels(['abcdefghijklmnopqrstuvwxyz', 'alice'], { members: [claw] });
    expect(await targets.resolve('#abcdefghijklmnopqrstuvwxyz')).toMatchObject({ id: long?.id });
    expect(await targets.resolve('alice')).toMatchObject({ kind: 'channel', id: alice?.id });
  });

  it('A temporary failure is thrown as it is, and not kept', async () => {
    const { targets, acme, claw, mattermost } = await openOffice();
    const ops = acme.addChannel('ops', { members: [claw] });
    mattermost.faults.answer({ path: /\/channels$/, by: claw, times: 1 }, htmlErrorPage(502));
    await expect(targets.resolve('#ops')).rejects.toMatchObject({ status: 502 });
    expect(await targets.resolve('#ops')).toMatchObject({ id: ops.id });
    mattermost.faults.answer({ path: /\/channels\/name\//, by: claw }, htmlErrorPage(404));
    await expect(targets.resolve('#unknown')).rejects.not.toMatchObject({ code: 'not-found' });
  });
});

describe('A channel by the name that people see', () => {
  it('R37: One channel with the name is found, in any case and with any blanks', async () => {
    const { targets, acme, claw } = await openOffice();
    const plan = acme.addChannel('plan-2026', { members: [claw], displayName: 'The Big Plan' });
    expect(await targets.resolve('#The Big Plan')).toMatchObject({ id: plan.id });
    expect(await targets.resolve('the  big plan')).toMatchObject({ id: plan.id });
    expect(await targets.resolve('acme/#THE BIG PLAN')).toMatchObject({ id: plan.id });
  });

  it('R37: Two channels with the name are an error that lists them', async () => {
    const { targets, acme, claw } = await openOffice();
    acme.addChannels(['deploy-1', 'deploy-2'], { members: [claw], displayName: 'Deploy' });
    await expect(targets.resolve('#Deploy')).rejects.toMatchObject({
      code: 'ambiguous',
      candidates: [
        { target: 'acme/deploy-1', name: 'Deploy in acme' },
        { target: 'acme/deploy-2', name: 'Deploy in acme' },
      ],
    });
  });

  it('A channel that the bot has not joined is not found by it: everybody can give a channel any title', async () => {
    const { targets, acme } = await openOffice();
    acme.addChannel('trap', { displayName: 'The Board' });
    await expect(targets.resolve('#The Board')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('A channel that is not there', () => {
  it('P7: The error names the channel, and what it may have been', async () => {
    const { targets, acme, claw } = await openOffice();
    acme.addChannel('deployments', { members: [claw], displayName: 'Deployments' });
    const message =
      'There is no channel #deploymnts in any team of the bot, or the bot may not see it. Did you mean acme/deployments (Deployments in acme)?';
    await expect(targets.resolve('#Deploymnts')).rejects.toMatchObject({ code: 'not-found', message });
  });

  it('A person of that name is suggested', async () => {
    const { targets } = await openOffice();
    await expect(targets.resolve('#alice')).rejects.toMatchObject({
      message: expect.stringMatching(/Did you mean @alice \(a person\)\?$/),
    });
  });

  it('A name that only resembles another one leads nowhere', async () => {
    const { targets, acme, claw } = await openOffice();
    acme.addChannel('ops-extra', { members: [claw] });
    await expect(targets.resolve('#ops-ex')).rejects.toMatchObject({
      code: 'not-found',
      candidates: [{ target: 'acme/ops-extra' }],
    });
  });

  it('An unknown team is named, with the team that it may have been', async () => {
    const { targets } = await openOffice();
    await expect(targets.resolve('acne/ops')).rejects.toMatchObject({
      code: 'not-found',
      message: 'The bot is in no team "acne". Did you mean acme/ops (acme)?',
    });
  });

  it('R39: A bot in no team gets one clear line', async () => {
    const { targets, acme, beta, claw } = await openOffice();
    acme.remove(claw);
    beta.remove(claw);
    await expect(targets.resolve('#ops')).rejects.toMatchObject({
      code: 'no-team',
      message: 'The bot is in no team, so it cannot find #ops: add it to a team.',
    });
  });

  it('A channel that the server hides is one that the bot must be added to', async () => {
    const { targets, claw, mattermost } = await openOffice();
    const answer = errorAnswer(403, 'api.context.permissions.app_error');
    mattermost.faults.answer({ path: /\/channels\/name\//, by: claw }, answer);
    await expect(targets.resolve('#board')).rejects.toMatchObject({ code: 'no-access' });
  });
});

describe('A channel by its address', () => {
  it('The address of a channel is the channel, and one of another server is refused by host name', async () => {
    const { targets, acme, claw, mattermost, requests } = await openOffice();
    const ops = acme.addChannel('ops', { members: [claw] });
    expect(await targets.resolve(`${mattermost.url}/acme/channels/ops`)).toMatchObject({ id: ops.id });
    const before = requests().length;
    await expect(targets.resolve('https://other.example.com/acme/channels/ops')).rejects.toMatchObject({
      code: 'foreign-server',
      message: expect.stringContaining('other.example.com is another server'),
    });
    await expect(
      targets.resolve({ kind: 'channel-name', name: 'ops', team: 'acme', server: 'https://other.example.com' }),
    ).rejects.toMatchObject({ code: 'foreign-server' });
    expect(requests()).toHaveLength(before);
  });
});
