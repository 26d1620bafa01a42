import { describe, expect, it } from 'vitest';
import { NotSeenError, RefusedError, StoryError, startMattermost } from '../../src/index.ts';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

describe('somebody who speaks', () => {
  it('gets the post that the API would have answered', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const post = await alice.says('hello', { in: ops });
    expect(post).toMatchObject((await apiOf(mattermost, alice)('GET', `/posts/${post.id}`)).body);
  });

  it('stays in the thread of any of its posts', async () => {
    const { alice, bob, ops } = await openOffice();
    const root = await alice.says('root', { in: ops });
    const reply = await bob.says('reply', { in: ops, thread: root });
    expect((await alice.says('again', { in: ops, thread: reply })).root_id).toBe(root.id);
  });

  it('is refused where the API would refuse', async () => {
    const { team, alice } = await openOffice();
    const secret = team.addChannel('secret', { type: 'P' });
    const refusal = await alice.says('let me in', { in: secret }).catch(error => error);
    expect(refusal).toBeInstanceOf(RefusedError);
    expect(refusal).toBeInstanceOf(StoryError);
    expect(refusal).toMatchObject({ code: 'refused', status: 403, id: 'api.context.permissions.app_error' });
    expect(refusal.message).toMatch(/^the server refused alice: 403/);
  });

  it('can be answered by a bot over REST', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const asked = await alice.says('@claw how are things?', { in: ops });
    const answered = { channel_id: ops.id, root_id: asked.id, message: 'All well.' };
    await apiOf(mattermost, claw)('POST', '/posts', answered);
    const answer = await alice.sees({ from: claw, in: ops, thread: asked });
    expect(answer.message).toBe('All well.');
  });
});

describe('somebody who looks', () => {
  it('sees what comes later', async () => {
    const { alice, bob, ops } = await openOffice();
    const seen = alice.sees({ from: bob, in: ops });
    await bob.says('late', { in: ops });
    expect((await seen).message).toBe('late');
  });

  it('sees posts one by one, oldest first, and each once', async () => {
    const { alice, bob, ops } = await openOffice();
    await bob.says('one', { in: ops });
    await bob.says('two', { in: ops });
    expect((await alice.sees({ from: bob, in: ops })).message).toBe('one');
    expect((await alice.sees({ from: bob, in: ops })).message).toBe('two');
    await expect(alice.sees({ from: bob, in: ops, timeoutMs: 1 })).rejects.toThrow(NotSeenError);
  });

  it('sees a post as it is now, and again when it has changed', async () => {
    const { alice, bob, ops } = await openOffice();
    const post = await bob.says('draft', { in: ops });
    await bob.edits(post, 'better draft');
    expect((await alice.sees({ from: bob, in: ops })).message).toBe('better draft');
    await bob.edits(post, 'final');
    expect((await alice.sees({ from: bob, in: ops })).message).toBe('final');
  });

  it('does not see what was deleted, nor its replies', async () => {
    const { alice, bob, ops } = await openOffice();
    const root = await bob.says('oops', { in: ops });
    await bob.says('more of it', { in: ops, thread: root });
    await bob.deletes(root);
    await expect(alice.sees({ from: bob, in: ops, timeoutMs: 1 })).rejects.toThrow(NotSeenError);
  });

  it('sees only the author, the place, the thread and the text that are wanted', async () => {
    const { mattermost, alice, bob, claw, ops } = await openOffice();
    const direct = mattermost.directChannel(alice, bob);
    const root = await alice.says('root', { in: ops });
    await bob.says('elsewhere', { in: direct });
    await bob.says('outside the thread', { in: ops });
    await bob.says('no', { in: ops, thread: root });
    const wanted = await bob.says('yes', { in: ops, thread: root });
    await apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, message: 'yes' });
    expect(await alice.sees({ from: bob, in: ops, thread: root, matching: /^yes$/ })).toEqual(wanted);
    expect((await alice.sees({ from: bob, in: direct })).message).toBe('elsewhere');
    expect((await alice.sees({ from: bob, in: ops, matching: post => post.root_id === '' })).message).toBe(
      'outside the thread',
    );
  });

  it('learns from the error what was there instead', async () => {
    const { alice, bob, claw, ops } = await openOffice();
    await bob.says('I am not claw', { in: ops });
    const miss = await alice.sees({ from: claw, in: ops, timeoutMs: 1 }).catch(error => error);
    expect(miss.code).toBe('not-seen');
    expect(miss.message).toMatch(/^alice did not see a post by claw in ~ops within 1 ms\. The screen shows:\n/);
    expect(miss.message).toContain('bob in ~ops: I am not claw');
  });

  it('sees nothing of channels of which they are not members', async () => {
    const { team, alice, bob } = await openOffice();
    const secret = team.addChannel('secret', { type: 'P', members: [bob] });
    await bob.says('hush', { in: secret });
    await expect(alice.sees({ from: bob, in: secret, timeoutMs: 1 })).rejects.toThrow('The screen shows no posts.');
  });

  it('stops when told to', async () => {
    const { alice, bob, ops } = await openOffice();
    const abort = new AbortController();
    const seen = alice.sees({ from: bob, in: ops, signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(seen).rejects.toThrow('enough');
    await expect(alice.sees({ from: bob, in: ops, signal: abort.signal })).rejects.toThrow('enough');
  });

  it('hears of a mistake in what they look for, and the server does not', async () => {
    const { alice, bob, ops } = await openOffice();
    const matching = (): boolean => {
      throw new TypeError('a typo');
    };
    const seen = alice.sees({ from: bob, in: ops, matching });
    await bob.says('hello', { in: ops });
    await expect(seen).rejects.toThrow('a typo');
  });

  it('sees typing once for each time', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const root = await alice.says('root', { in: ops });
    const type = { channel_id: ops.id, parent_id: root.id };
    await apiOf(mattermost, claw)('POST', '/users/me/typing', type);
    await alice.seesTyping({ from: claw, in: ops, thread: root });
    await expect(alice.seesTyping({ from: claw, in: ops, timeoutMs: 1 })).rejects.toThrow(NotSeenError);
  });
});

describe('the scene', () => {
  it('is set without a post in the channels', async () => {
    const { mattermost, team, alice, ops } = await openOffice();
    team.addChannel('more', { members: [alice] });
    expect(mattermost.posts(ops)).toEqual([]);
    expect(mattermost.posts(team.channel('town-square'))).toEqual([]);
  });

  it('has somebody added with the post that a real server writes', async () => {
    const { mattermost, team, alice, ops } = await openOffice();
    const helper = team.addBot('helper');
    ops.add(helper, { by: alice });
    expect(mattermost.posts(ops)).toMatchObject([{ type: 'system_add_to_channel', user_id: alice.id }]);
    ops.remove(helper, { by: alice });
    expect(mattermost.posts(ops).at(-1)).toMatchObject({ type: 'system_remove_from_channel' });
  });

  it('lets two have the same name nowhere', async () => {
    const { team } = await openOffice();
    expect(() => team.addPerson('alice')).toThrow(RefusedError);
    expect(() => team.addChannel('ops')).toThrow(TypeError);
    expect(() => team.channel('nowhere')).toThrow(TypeError);
  });

  it('lists the posts that can be read, oldest first', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const gone = await alice.says('gone', { in: ops });
    const changed = await alice.says('draft', { in: ops });
    await alice.says('last', { in: ops });
    await alice.edits(changed, 'final');
    await alice.deletes(gone);
    expect(mattermost.posts(ops).map(({ message }) => message)).toEqual(['final', 'last']);
  });

  it('knows the requests that were made, and no token', async () => {
    const { mattermost, claw } = await openOffice();
    await apiOf(mattermost, claw)('GET', '/users/me');
    await apiOf(mattermost)('GET', `/nowhere?access_token=${claw.token}&a=1`);
    expect(mattermost.requests).toEqual([
      { method: 'GET', path: '/api/v4/users/me', status: 200, username: 'claw' },
      { method: 'GET', path: '/api/v4/nowhere?access_token=…&a=1', status: 404, username: undefined },
    ]);
  });

  it('knows no version but those of its table', async () => {
    await expect(startMattermost({ version: '9.0' as '6.7' })).rejects.toThrow(TypeError);
  });

  it('is gone once stopped, however often', async () => {
    const mattermost = await startMattermost();
    await mattermost.stop();
    await mattermost.stop();
    await expect(fetch(mattermost.url)).rejects.toThrow();
  });

  it('answers the request that somebody has just seen the effect of before it stops', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const posting = apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, message: 'done' });
    await alice.sees({ from: claw, in: ops });
    await mattermost.stop();
    expect((await posting).status).toBe(201);
  });

  it('can be at a port of one’s choice, and again there once stopped', async () => {
    const first = await startMattermost();
    const port = Number(new URL(first.url).port);
    await expect(startMattermost({ port })).rejects.toThrow('EADDRINUSE');
    await first.stop();
    const second = await startMattermost({ port });
    expect(second.url).toBe(first.url);
    await second.stop();
  });

  it('has the same ids with the same chance', async () => {
    const chance = (): (() => number) => {
      let seed = 7;
      return () => {
        seed = (seed * 16_807) % 2_147_483_647;
        return seed / 2_147_483_647;
      };
    };
    const one = await openOffice({ random: chance() });
    const other = await openOffice({ random: chance() });
    expect(other.claw.token).toBe(one.claw.token);
  });
});
