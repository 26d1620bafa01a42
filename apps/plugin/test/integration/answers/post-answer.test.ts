import { HttpError } from '@clawmost/mm-rest';
import { describe, expect, it } from 'vitest';
import { readMarker } from '../../../src/answers/marker.ts';
import { postAnswer, UnresolvedDeliveryError } from '../../../src/answers/post-answer.ts';
import { openStage } from '../../support/posting.ts';

/** With one attempt a call, what the client cannot resolve by itself comes to light at once. */
const oneAttempt = { maxAttempts: 1 };

describe('an answer', () => {
  it('is one post that says what it answers', async () => {
    const { poster, claw, question, answer, said } = await openStage();
    const [post] = await postAnswer(poster, answer('It is a cat.'));
    expect(said()).toMatchObject([{ id: post?.id, message: 'It is a cat.', root_id: '' }]);
    expect(post && readMarker(post, claw.id)).toEqual({
      ...{ delivery: 'delivery', answers: [question.id], part: 1, of: 1, state: 'final' },
    });
  });

  it('that is too long for one post goes out in parts, in order, each marked as such', async () => {
    const { poster, claw, answer, said } = await openStage();
    await postAnswer({ ...poster, maxPostSize: 12 }, answer('one two three four five'));
    expect(said().map(({ message }) => message)).toEqual(['one two', 'three four', 'five']);
    const markers = said().map(post => readMarker(post, claw.id));
    expect(markers.map(marker => [marker?.part, marker?.of])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('goes into the thread of its question', async () => {
    const { poster, question, answer, said } = await openStage();
    await postAnswer(poster, answer('Here.', { rootId: question.id }));
    expect(said()).toMatchObject([{ root_id: question.id }]);
  });

  it('goes into the channel when the thread was deleted meanwhile', async () => {
    const { poster, alice, question, answer, said } = await openStage();
    await alice.deletes(question);
    await postAnswer(poster, answer('Still here.', { rootId: question.id }));
    expect(said()).toMatchObject([{ message: 'Still here.', root_id: '' }]);
  });

  it('without words is no post', async () => {
    const { poster, answer, attempts } = await openStage();
    expect(await postAnswer(poster, answer(''))).toEqual([]);
    expect(attempts()).toBe(0);
  });

  it('of which parts stand already is completed, not repeated', async () => {
    const { poster, answer, said } = await openStage();
    const short = { ...poster, maxPostSize: 12 };
    const [first] = await postAnswer(short, answer('one two'));
    const standing = new Map([[1, first as NonNullable<typeof first>]]);
    const posts = await postAnswer(short, answer('one two three four'), standing);
    expect(posts.map(({ message }) => message)).toEqual(['one two', 'three four']);
    expect(said()).toHaveLength(2);
  });
});

describe('an answer whose creation goes wrong', () => {
  it('stands once when the response was lost', async () => {
    const { mattermost, poster, creations, answer, said } = await openStage();
    const fault = mattermost.faults.loseAnswer({ ...creations, times: 1 });
    const [post] = await postAnswer(poster, answer('Once.'));
    expect(fault.count).toBe(1);
    expect(said()).toMatchObject([{ id: post?.id, message: 'Once.' }]);
  });

  it('is looked for by its marker when the server cannot be asked again, and found', async () => {
    const { mattermost, poster, creations, answer, said, attempts } = await openStage(oneAttempt);
    mattermost.faults.loseAnswer({ ...creations, times: 1 });
    const [post] = await postAnswer(poster, answer('Found.'));
    expect(said()).toMatchObject([{ id: post?.id, message: 'Found.' }]);
    expect(attempts()).toBe(1);
  });

  it('is sent again when two looks do not find it', async () => {
    const { mattermost, poster, creations, answer, said } = await openStage(oneAttempt);
    mattermost.faults.reset({ ...creations, times: 1 });
    await postAnswer(poster, answer('Sent again.'));
    expect(said()).toMatchObject([{ message: 'Sent again.' }]);
    const looks = mattermost.requests.filter(({ method, path }) => method === 'GET' && /\/posts\?/.test(path));
    expect(looks.length).toBeGreaterThanOrEqual(2);
  });

  it('is looked for until the server can be read again', async () => {
    const { mattermost, poster, ops, claw, creations, answer, said, attempts } = await openStage(oneAttempt);
    mattermost.faults.loseAnswer({ ...creations, times: 1 });
    const reads = mattermost.faults.answer({ path: `/channels/${ops.id}/posts`, by: claw, times: 2 }, { status: 502 });
    const [post] = await postAnswer(poster, answer('Found later.'));
    expect([reads.count, attempts()]).toEqual([2, 1]);
    expect(said()).toMatchObject([{ id: post?.id, message: 'Found later.' }]);
  });

  it('is not sent again when nobody can look: that is reported as unresolved', async () => {
    const { mattermost, poster, ops, claw, creations, answer, said, attempts } = await openStage(oneAttempt);
    mattermost.faults.loseAnswer({ ...creations, times: 1 });
    mattermost.faults.answer({ path: `/channels/${ops.id}/posts`, by: claw }, { status: 502 });
    await expect(postAnswer({ ...poster, patienceMs: 0 }, answer('Perhaps.'))).rejects.toThrow(UnresolvedDeliveryError);
    expect(attempts()).toBe(1);
    expect(said()).toHaveLength(1);
  });

  it('is given up in the end when nobody ever says what became of it', async () => {
    const { mattermost, poster, creations, answer } = await openStage(oneAttempt);
    mattermost.faults.reset(creations);
    await expect(postAnswer({ ...poster, patienceMs: 0 }, answer('Never.'))).rejects.toThrow();
  });

  it('is tried again after the server was overloaded', async () => {
    const { mattermost, poster, creations, answer, said } = await openStage(oneAttempt);
    mattermost.faults.answer({ ...creations, times: 2 }, { status: 503 });
    await postAnswer(poster, answer('Later.'));
    expect(said()).toMatchObject([{ message: 'Later.' }]);
  });

  it('is not tried again when the server does not allow it', async () => {
    const { team, poster, alice, answer, attempts } = await openStage();
    const elsewhere = team.addChannel('elsewhere', { members: [alice] });
    await expect(postAnswer(poster, answer('No.', { channelId: elsewhere.id }))).rejects.toThrow(HttpError);
    expect(attempts()).toBe(1);
  });

  it('is let go of when somebody deleted it before its creation was answered', async () => {
    let beforeRepeat: () => Promise<void> = () => Promise.resolve();
    const { mattermost, poster, creations, answer, said } = await openStage({ sleep: () => beforeRepeat() });
    mattermost.faults.loseAnswer({ ...creations, times: 1 });
    beforeRepeat = async () => {
      beforeRepeat = () => Promise.resolve();
      const [post] = said();
      if (post) await mattermost.admin.deletes(post);
    };
    expect(await postAnswer(poster, answer('Gone.'))).toEqual([]);
    expect(said()).toEqual([]);
  });

  it('ends with the account', async () => {
    const { mattermost, poster, creations, answer } = await openStage();
    const end = new AbortController();
    const { met } = mattermost.faults.hold(creations);
    const posting = postAnswer({ ...poster, signal: end.signal }, answer('Too late.'));
    posting.catch(() => {});
    await met;
    end.abort(new Error('the account stops'));
    await expect(posting).rejects.toThrow('the account stops');
  });
});
