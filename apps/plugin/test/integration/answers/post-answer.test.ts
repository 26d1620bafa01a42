import { expect, it } from 'vitest';
import { readMarker } from '../../../src/answers/marker.ts';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import { openAccount } from '../../support/account.ts';

/** The client repeats nothing, so that `postAnswer` itself has to deal with each failure. */
const oneAttempt = { rest: { maxAttempts: 1 } };
/** Two looks follow each other at once. */
const soon = { secondLookMs: 50 };

it('An answer is one post, which says what it answers', async () => {
  const { account, claw, question, answer, posts } = await openAccount();
  const [post] = await postAnswer(account, answer('It is a cat.'));
  expect(posts()).toMatchObject([{ id: post?.id, message: 'It is a cat.', root_id: '' }]);
  expect(post && readMarker(post, claw.id)).toEqual({
    ...{ delivery: 'delivery', answers: [question.id], part: 1, of: 1, state: 'final' },
  });
  expect(account.noted.posts).toBe(1);
});

it('An answer that is too long for one post is posted in parts, in order and with their numbers', async () => {
  const { account, claw, answer, posts } = await openAccount({ maxPostSize: 12 });
  await postAnswer(account, answer('one two three four five'));
  expect(posts().map(({ message }) => message)).toEqual(['one two', 'three four', 'five']);
  const markers = posts().map(post => readMarker(post, claw.id));
  expect(markers.map(marker => `${marker?.part} of ${marker?.of}`)).toEqual(['1 of 3', '2 of 3', '3 of 3']);
});

it('allowChannelMentions: without it, what the agent writes notifies no whole channel', async () => {
  const quiet = await openAccount();
  await postAnswer(quiet.account, quiet.answer('I told @channel, see `@all`.'));
  await postAnswer(quiet.account, quiet.answer('To @all: tea.', { deliveryId: 'sent', isFromOperator: true }));
  expect(quiet.posts().map(({ message }) => message)).toEqual(['I told @\u200Bchannel, see `@all`.', 'To @all: tea.']);
  const loud = await openAccount({ section: { allowChannelMentions: true } });
  await postAnswer(loud.account, loud.answer('I told @channel.'));
  expect(loud.posts()).toMatchObject([{ message: 'I told @channel.' }]);
});

it('An answer in a thread makes the bot part of the thread', async () => {
  const { account, question, answer, posts, stores } = await openAccount();
  const [post] = await postAnswer(account, answer('Here.', { rootId: question.id }));
  expect(posts()).toMatchObject([{ root_id: question.id }]);
  const at = post?.create_at ?? 0;
  expect(await stores.participation.lastAnswerAt(question.id, at)).toBe(at);
  expect(await stores.participation.lastAnswerAt(question.id, at - 1)).toBeUndefined();
});

it('An answer in a thread that was deleted is refused, and does not go to the channel', async () => {
  const { account, alice, question, answer, posts, attempts } = await openAccount();
  await alice.deletes(question);
  await expect(postAnswer(account, answer('Secret.', { rootId: question.id }))).rejects.toThrow(
    expect.objectContaining({ code: 'thread-gone', message: expect.stringContaining('its thread was deleted') }),
  );
  expect([posts(), attempts()]).toEqual([[], 1]);
});

it('An answer in a direct channel that the server restricts is refused, and the status names the setting of the server', async () => {
  const { mattermost, account, claw, answer } = await openAccount({
    server: { config: { RestrictDirectMessage: 'team' } },
  });
  const stranger = mattermost.addTeam('elsewhere').addPerson('stranger');
  const { id } = mattermost.directChannel(claw, stranger);
  await expect(postAnswer(account, answer('No.', { channelId: id }))).rejects.toThrow(
    expect.objectContaining({ code: 'direct-message-restricted' }),
  );
  expect(account.noted.hints).toMatchObject([
    { message: expect.stringContaining('TeamSettings.RestrictDirectMessage'), fix: expect.stringContaining('"any"') },
  ]);
});

it('An answer in an archived channel is refused', async () => {
  const { mattermost, account, ops, answer, attempts } = await openAccount();
  await mattermost.admin.archives(ops);
  await expect(postAnswer(account, answer('No.'))).rejects.toThrow(
    expect.objectContaining({ code: 'channel-archived' }),
  );
  expect(attempts()).toBe(1);
});

it('A server plugin that refuses an answer ends it at once, with the plugin’s words, whatever language they are in', async () => {
  for (const id of ['Post rejected by plugin. contains a secret', 'plugin.message_will_be_posted.dismiss_post']) {
    const { mattermost, account, creations, answer, attempts } = await openAccount();
    const body = JSON.stringify({ id, message: id, status_code: 400 });
    mattermost.faults.answer(creations, { status: 400, headers: { 'content-type': 'application/json' }, body });
    await expect(postAnswer(account, answer('Secret.'))).rejects.toThrow(
      expect.objectContaining({ code: 'answer-refused', message: expect.stringContaining(id) }),
    );
    expect(attempts()).toBe(1);
  }
});

it('The error of a refused answer says how many posts of it are visible', async () => {
  const { mattermost, account, creations, answer, posts } = await openAccount({ maxPostSize: 8 });
  const body = JSON.stringify({ id: 'blocked', message: 'blocked', status_code: 400 });
  const first = mattermost.faults.hold({ ...creations, times: 1 });
  const posting = postAnswer(account, answer('one two three'));
  await first.met;
  mattermost.faults.answer(creations, { status: 400, headers: { 'content-type': 'application/json' }, body });
  first.lift();
  await expect(posting).rejects.toThrow(/^The server refuses the answer after 1 post of it /);
  expect(posts()).toMatchObject([{ message: 'one two' }]);
});

it('NUL and halves of characters are replaced before an answer is sent', async () => {
  const { account, answer, posts } = await openAccount();
  await postAnswer(account, answer('a\u0000b \ud83d c 😀'));
  expect(posts()).toMatchObject([{ message: 'a\uFFFDb \uFFFD c 😀' }]);
});

it.each(['store.sql_post.save.app_error', 'app.post.save.app_error'])(
  'An answer that the database does not store (%s) is given up when everything else works',
  async id => {
    const { mattermost, account, creations, answer, posts } = await openAccount(oneAttempt);
    const body = JSON.stringify({ id, message: 'Unable to save.', status_code: 500 });
    const headers = { 'content-type': 'application/json' };
    const fault = mattermost.faults.answer(creations, { status: 500, headers, body });
    await expect(postAnswer(account, answer('😀'), new Map(), soon)).rejects.toThrow(
      expect.objectContaining({ code: 'answer-refused' }),
    );
    expect([fault.count, posts()]).toEqual([2, []]);
  },
);

it('An answer that the database does not store while it is down is posted when it is back', async () => {
  const { mattermost, account, ops, claw, creations, answer, posts } = await openAccount(oneAttempt);
  const body = JSON.stringify({ id: 'store.sql_post.save.app_error', message: 'Unable to save.', status_code: 500 });
  const headers = { 'content-type': 'application/json' };
  mattermost.faults.answer({ ...creations, times: 2 }, { status: 500, headers, body });
  mattermost.faults.answer({ path: `/channels/${ops.id}/posts`, by: claw }, { status: 500, headers, body });
  await postAnswer(account, answer('Back.'), new Map(), soon);
  expect(posts()).toMatchObject([{ message: 'Back.' }]);
});

it('An empty answer is not posted', async () => {
  const { account, answer, attempts } = await openAccount();
  expect(await postAnswer(account, answer(''))).toEqual([]);
  expect([attempts(), account.noted.posts]).toEqual([0, 0]);
});

it('An answer that is posted in part is completed, and the part is not repeated', async () => {
  const { account, answer, posts } = await openAccount({ maxPostSize: 12 });
  const [first] = await postAnswer(account, answer('one two'));
  if (!first) expect.fail('there is a first part');
  const all = await postAnswer(account, answer('one two three four'), new Map([[1, first]]));
  expect(all.map(({ message }) => message)).toEqual(['one two', 'three four']);
  expect(posts()).toHaveLength(2);
});

it('An answer is posted once when the server’s reply is lost', async () => {
  const { mattermost, account, creations, answer, posts } = await openAccount();
  const fault = mattermost.faults.loseAnswer({ ...creations, times: 1 });
  const [post] = await postAnswer(account, answer('Once.'));
  expect(fault.count).toBe(1);
  expect(posts()).toMatchObject([{ id: post?.id, message: 'Once.' }]);
});

it('An answer whose reply was lost is found by its marker when it cannot be sent again in time', async () => {
  const { mattermost, account, creations, answer, posts, attempts } = await openAccount(oneAttempt);
  mattermost.faults.loseAnswer({ ...creations, times: 1 });
  const [post] = await postAnswer(account, answer('Found.'), new Map(), soon);
  expect(posts()).toMatchObject([{ id: post?.id, message: 'Found.' }]);
  expect(attempts()).toBe(1);
});

it('An answer is sent again when two looks do not find it', async () => {
  const { mattermost, account, creations, answer, posts } = await openAccount(oneAttempt);
  mattermost.faults.reset({ ...creations, times: 1 });
  await postAnswer(account, answer('Sent again.'), new Map(), soon);
  expect(posts()).toMatchObject([{ message: 'Sent again.' }]);
  const looks = mattermost.requests.filter(({ method, path }) => method === 'GET' && /\/posts\?/.test(path));
  expect(looks.length).toBeGreaterThanOrEqual(2);
});

it('An answer whose reply was lost is looked for until the server can be read again', async () => {
  const { mattermost, account, ops, claw, creations, answer, posts, attempts } = await openAccount(oneAttempt);
  mattermost.faults.loseAnswer({ ...creations, times: 1 });
  const reads = mattermost.faults.answer({ path: `/channels/${ops.id}/posts`, by: claw, times: 2 }, { status: 502 });
  const [post] = await postAnswer(account, answer('Found later.'), new Map(), soon);
  expect([reads.count, attempts()]).toEqual([2, 1]);
  expect(posts()).toMatchObject([{ id: post?.id, message: 'Found later.' }]);
});

it('An answer is not sent again when the channel cannot be read: the error says that it may be posted', async () => {
  const { mattermost, account, ops, claw, creations, answer, posts, attempts } = await openAccount(oneAttempt);
  mattermost.faults.loseAnswer({ ...creations, times: 1 });
  mattermost.faults.answer({ path: `/channels/${ops.id}/posts`, by: claw }, { status: 502 });
  const posting = postAnswer(account, answer('Perhaps.'), new Map(), { ...soon, patienceMs: 0 });
  await expect(posting).rejects.toThrow(/^could not confirm that part 1 of 1 was posted: .* Not retried/);
  expect(attempts()).toBe(1);
  expect(posts()).toHaveLength(1);
});

it('An answer is given up when the server never confirms it', async () => {
  const { mattermost, account, creations, answer, posts } = await openAccount(oneAttempt);
  mattermost.faults.reset(creations);
  await expect(postAnswer(account, answer('Never.'), new Map(), { ...soon, patienceMs: 0 })).rejects.toThrow();
  expect(posts()).toEqual([]);
});

it('An answer is sent again after the server was overloaded', async () => {
  const { mattermost, account, creations, answer, posts } = await openAccount(oneAttempt);
  mattermost.faults.answer({ ...creations, times: 2 }, { status: 503 });
  await postAnswer(account, answer('Later.'), new Map(), soon);
  expect(posts()).toMatchObject([{ message: 'Later.' }]);
});

it('An answer that the server does not allow is not sent again', async () => {
  const { team, account, alice, answer, attempts } = await openAccount();
  const elsewhere = team.addChannel('elsewhere', { members: [alice] });
  await expect(postAnswer(account, answer('No.', { channelId: elsewhere.id }))).rejects.toThrow(
    expect.objectContaining({ code: 'may-not-post' }),
  );
  expect(attempts()).toBe(1);
});

it('An answer that a person deleted before the server’s reply arrived is not posted again', async () => {
  let beforeRepeat = () => Promise.resolve();
  const { mattermost, account, creations, answer, posts } = await openAccount({
    rest: { testing: { sleep: () => beforeRepeat() } },
  });
  mattermost.faults.loseAnswer({ ...creations, times: 1 });
  beforeRepeat = async () => {
    beforeRepeat = () => Promise.resolve();
    const [post] = posts();
    if (post) await mattermost.admin.deletes(post);
  };
  expect(await postAnswer(account, answer('Gone.'))).toEqual([]);
  expect(posts()).toEqual([]);
});

it('Posting ends when the account stops', async () => {
  const { mattermost, account, creations, answer } = await openAccount();
  const { met } = mattermost.faults.hold(creations);
  const posting = postAnswer(account, answer('Too late.'));
  posting.catch(() => {});
  await met;
  account.stop.abort(new Error('the account stops'));
  await expect(posting).rejects.toThrow('the account stops');
});
