import { describe, expect, it } from 'vitest';
import { NotSeenError, RefusedError, StoryError, startMattermost } from '../../src/index.ts';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

describe('People who write', () => {
  it('A person gets the post that the API returns', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const post = await alice.says('hello', { in: ops });
    expect(post).toMatchObject((await apiOf(mattermost, alice)('GET', `/posts/${post.id}`)).body);
  });

  it('A reply to any post of a thread is in this thread', async () => {
    const { alice, bob, ops } = await openOffice();
    const root = await alice.says('root', { in: ops });
    const reply = await bob.says('reply', { in: ops, thread: root });
    expect((await alice.says('again', { in: ops, thread: reply })).root_id).toBe(root.id);
  });

  it('A person is refused what the API refuses', async () => {
    const { team, alice } = await openOffice();
    const secret = team.addChannel('secret', { type: 'P' });
    const refusal = await alice.says('let me in', { in: secret }).catch(error => error);
    expect(refusal).toBeInstanceOf(RefusedError);
    expect(refusal).toBeInstanceOf(StoryError);
    expect(refusal).toMatchObject({ code: 'refused', status: 403, id: 'api.context.permissions.app_error' });
    expect(refusal.message).toMatch(/^the server refused alice: 403/);
  });

  it('A bot answers a person over REST', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const asked = await alice.says('@claw how are things?', { in: ops });
    const answered = { channel_id: ops.id, root_id: asked.id, message: 'All well.' };
    await apiOf(mattermost, claw)('POST', '/posts', answered);
    const answer = await alice.sees({ from: claw, in: ops, thread: asked });
    expect(answer.message).toBe('All well.');
  });
});

describe('People who wait', () => {
  it('A person sees a post that comes later', async () => {
    const { alice, bob, ops } = await openOffice();
    const seen = alice.sees({ from: bob, in: ops });
    await bob.says('late', { in: ops });
    expect((await seen).message).toBe('late');
  });

  it('A person sees posts one by one, oldest first, each once', async () => {
    const { alice, bob, ops } = await openOffice();
    await bob.says('one', { in: ops });
    await bob.says('two', { in: ops });
    expect((await alice.sees({ from: bob, in: ops })).message).toBe('one');
    expect((await alice.sees({ from: bob, in: ops })).message).toBe('two');
    await expect(alice.sees({ from: bob, in: ops, timeoutMs: 1 })).rejects.toThrow(NotSeenError);
  });

  it('A person sees the present state of a post, and again a changed one', async () => {
    const { alice, bob, ops } = await openOffice();
    const post = await bob.says('draft', { in: ops });
    await bob.edits(post, 'better draft');
    expect((await alice.sees({ from: bob, in: ops })).message).toBe('better draft');
    await bob.edits(post, 'final');
    expect((await alice.sees({ from: bob, in: ops })).message).toBe('final');
  });

  it('A person does not see a deleted post, nor its replies', async () => {
    const { alice, bob, ops } = await openOffice();
    const root = await bob.says('oops', { in: ops });
    await bob.says('more of it', { in: ops, thread: root });
    await bob.deletes(root);
    await expect(alice.sees({ from: bob, in: ops, timeoutMs: 1 })).rejects.toThrow(NotSeenError);
  });

  it('A person sees only posts of the wanted author, channel, thread and text', async () => {
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

  it('The error lists the posts that the screen shows', async () => {
    const { alice, bob, claw, ops } = await openOffice();
    await bob.says('I am not claw', { in: ops });
    const miss = await alice.sees({ from: claw, in: ops, timeoutMs: 1 }).catch(error => error);
    expect(miss.code).toBe('not-seen');
    expect(miss.message).toMatch(/^alice did not see a post by claw in ~ops within 1 ms\. The screen shows:\n/);
    expect(miss.message).toContain('bob in ~ops: I am not claw');
  });

  it('A person sees no posts of channels without being a member', async () => {
    const { team, alice, bob } = await openOffice();
    const secret = team.addChannel('secret', { type: 'P', members: [bob] });
    await bob.says('hush', { in: secret });
    await expect(alice.sees({ from: bob, in: secret, timeoutMs: 1 })).rejects.toThrow('The screen shows no posts.');
  });

  it('A wait ends with its signal', async () => {
    const { alice, bob, ops } = await openOffice();
    const abort = new AbortController();
    const seen = alice.sees({ from: bob, in: ops, signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(seen).rejects.toThrow('enough');
    await expect(alice.sees({ from: bob, in: ops, signal: abort.signal })).rejects.toThrow('enough');
  });

  it('An error in the matching function fails the wait, and not the server', async () => {
    const { alice, bob, ops } = await openOffice();
    const matching = (): boolean => {
      throw new TypeError('a typo');
    };
    const seen = alice.sees({ from: bob, in: ops, matching });
    await bob.says('hello', { in: ops });
    await expect(seen).rejects.toThrow('a typo');
  });

  it('A person sees each typing event once', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const root = await alice.says('root', { in: ops });
    const type = { channel_id: ops.id, parent_id: root.id };
    await apiOf(mattermost, claw)('POST', '/users/me/typing', type);
    await alice.seesTyping({ from: claw, in: ops, thread: root });
    await expect(alice.seesTyping({ from: claw, in: ops, timeoutMs: 1 })).rejects.toThrow(NotSeenError);
  });
});

describe('The scene', () => {
  it('Preparing a test writes no posts', async () => {
    const { mattermost, team, alice, ops } = await openOffice();
    team.addChannel('more', { members: [alice] });
    expect(mattermost.posts(ops)).toEqual([]);
    expect(mattermost.posts(team.channel('town-square'))).toEqual([]);
  });

  it('A new member is added with the system post of a real server', async () => {
    const { mattermost, team, alice, ops } = await openOffice();
    const helper = team.addBot('helper');
    ops.add(helper, { by: alice });
    expect(mattermost.posts(ops)).toMatchObject([{ type: 'system_add_to_channel', user_id: alice.id }]);
    ops.remove(helper, { by: alice });
    expect(mattermost.posts(ops).at(-1)).toMatchObject({ type: 'system_remove_from_channel' });
  });

  it('Usernames and channel names are unique', async () => {
    const { team } = await openOffice();
    expect(() => team.addPerson('alice')).toThrow(RefusedError);
    expect(() => team.addChannel('ops')).toThrow(TypeError);
    expect(() => team.channel('nowhere')).toThrow(TypeError);
  });

  it('The posts of a channel are those that can be read, oldest first', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const gone = await alice.says('gone', { in: ops });
    const changed = await alice.says('draft', { in: ops });
    await alice.says('last', { in: ops });
    await alice.edits(changed, 'final');
    await alice.deletes(gone);
    expect(mattermost.posts(ops).map(({ message }) => message)).toEqual(['final', 'last']);
  });

  it('The log has the requests, without tokens', async () => {
    const { mattermost, claw } = await openOffice();
    await apiOf(mattermost, claw)('GET', '/users/me');
    await apiOf(mattermost)('GET', `/nowhere?access_token=${claw.token}&a=1`);
    expect(mattermost.requests).toEqual([
      { method: 'GET', path: '/api/v4/users/me', status: 200, username: 'claw' },
      { method: 'GET', path: '/api/v4/nowhere?access_token=…&a=1', status: 404, username: undefined },
    ]);
  });

  it('An unknown version is an error', async () => {
    await expect(startMattermost({ version: '9.0' as '6.7' })).rejects.toThrow(TypeError);
  });

  it('A server can be stopped twice, and then refuses connections', async () => {
    const mattermost = await startMattermost();
    await mattermost.stop();
    await mattermost.stop();
    await expect(fetch(mattermost.url)).rejects.toThrow();
  });

  it('A request whose effect a person has seen is answered, even if the server stops', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const posting = apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, message: 'done' });
    await alice.sees({ from: claw, in: ops });
    await mattermost.stop();
    expect((await posting).status).toBe(201);
  });

  it('A server listens on the given port, which is free again after it has stopped', async () => {
    const first = await startMattermost();
    const port = Number(new URL(first.url).port);
    await expect(startMattermost({ port })).rejects.toThrow('EADDRINUSE');
    await first.stop();
    const second = await startMattermost({ port });
    expect(second.url).toBe(first.url);
    await second.stop();
  });

  it('The same random numbers give the same ids', async () => {
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
