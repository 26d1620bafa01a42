import { describe, expect, it } from 'vitest';
import type { PendingAnswer, PendingTurn } from '../../../src/storage/pending-answers.ts';
import { sqlitePendingAnswers } from '../../../src/storage/sqlite/pending-answers.ts';
import { temporaryStateFile } from '../../support/state-file.ts';
import { implementations } from '../../support/stores.ts';

/** A turn about one post of the channel `ops`. */
function turnOf(id: string, more: Partial<PendingTurn> = {}): PendingTurn {
  return {
    ...{ id, posts: [id], messageId: id, to: 'channel:ops', channelId: 'ops', rootId: undefined, joined: undefined },
    ...{
      session: { agentId: 'main', sessionKey: 'agent:main:ops' },
      isCommand: false,
      startedAt: 1_000,
      endedAt: undefined,
    },
    ...more,
  };
}

/** An answer to the post `question`. */
function answerWith(deliveryId: string, more: Partial<PendingAnswer> = {}): PendingAnswer {
  return {
    ...{ deliveryId, channelId: 'ops', rootId: undefined, text: 'It is a cat.', answers: ['question'] },
    ...{ files: [], createdAt: 1_000, isPosted: false },
    ...more,
  };
}

describe.each(implementations)('The pending turns in %s', (_, open) => {
  it('A turn is found by each of its posts, with everything that was noted about it', async () => {
    const { pendingAnswers } = open();
    const turn = turnOf('second', {
      posts: ['first', 'second'],
      rootId: 'root',
      isCommand: true,
      messageId: 'second~2',
    });
    await pendingAnswers.openTurn(turn);
    expect(await pendingAnswers.turnOf('first')).toEqual(turn);
    expect(await pendingAnswers.turnOf('second')).toEqual(turn);
    expect(await pendingAnswers.turnOf('third')).toBeUndefined();
  });

  it('All open turns are listed, the oldest first', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.openTurn(turnOf('late', { startedAt: 3 }));
    await pendingAnswers.openTurn(turnOf('early', { startedAt: 1 }));
    await pendingAnswers.openTurn(turnOf('early too', { startedAt: 1 }));
    expect((await pendingAnswers.unfinishedTurns()).map(({ id }) => id)).toEqual(['early', 'early too', 'late']);
  });

  it('A turn that was put into another one names that one', async () => {
    const { pendingAnswers } = open();
    for (const id of ['leader', 'steered']) await pendingAnswers.openTurn(turnOf(id));
    await pendingAnswers.joinTurn('steered', 'leader');
    expect((await pendingAnswers.turnOf('steered'))?.joined).toBe('leader');
    expect((await pendingAnswers.turnOf('leader'))?.joined).toBeUndefined();
  });

  it('A turn that is opened again keeps its first start, and is no longer part of another turn', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.openTurn(turnOf('post', { startedAt: 1 }));
    await pendingAnswers.joinTurn('post', 'leader');
    await pendingAnswers.openTurn(turnOf('post', { startedAt: 9, messageId: 'post~2' }));
    expect(await pendingAnswers.unfinishedTurns()).toEqual([turnOf('post', { startedAt: 1, messageId: 'post~2' })]);
  });

  it('A turn that is opened again without one of its posts leaves that post without a turn', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.openTurn(turnOf('second', { posts: ['first', 'second'] }));
    await pendingAnswers.openTurn(turnOf('second'));
    expect(await pendingAnswers.turnOf('first')).toBeUndefined();
    expect((await pendingAnswers.turnOf('second'))?.posts).toEqual(['second']);
  });

  it('A post belongs to the turn that was opened with it last, and a turn without posts is forgotten', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.openTurn(turnOf('first'));
    await pendingAnswers.openTurn(turnOf('third', { posts: ['second', 'third'] }));
    await pendingAnswers.openTurn(turnOf('fourth', { posts: ['first', 'second', 'fourth'] }));
    const turns = await pendingAnswers.unfinishedTurns();
    expect(turns.map(({ id, posts }) => [id, posts])).toEqual([
      ['third', ['third']],
      ['fourth', ['first', 'second', 'fourth']],
    ]);
    expect((await pendingAnswers.turnOf('first'))?.id).toBe('fourth');
  });

  it('A closed turn is forgotten with its posts, and no other turn is', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.openTurn(turnOf('second', { posts: ['first', 'second'] }));
    await pendingAnswers.openTurn(turnOf('other'));
    await pendingAnswers.closeTurn('second', 10);
    await pendingAnswers.closeTurn('unknown', 10);
    expect(await pendingAnswers.turnOf('first')).toBeUndefined();
    expect((await pendingAnswers.unfinishedTurns()).map(({ id }) => id)).toEqual(['other']);
  });

  it('A turn that is over is kept for an hour, because OpenClaw may note its end later', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.openTurn(turnOf('first'));
    await pendingAnswers.closeTurn('first', 10);
    expect(await pendingAnswers.allTurns()).toMatchObject([{ id: 'first', endedAt: 10, posts: [] }]);
    await pendingAnswers.openTurn(turnOf('second'));
    await pendingAnswers.closeTurn('second', 11 + 60 * 60_000);
    expect((await pendingAnswers.allTurns()).map(({ id }) => id)).toEqual(['second']);
    await pendingAnswers.openTurn(turnOf('second'));
    expect(await pendingAnswers.unfinishedTurns()).toMatchObject([{ id: 'second', endedAt: undefined }]);
  });
});

describe.each(implementations)('The pending answers in %s', (_, open) => {
  it('An answer is found by its delivery, also when it is posted', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.addAnswer(answerWith('delivery'));
    expect(await pendingAnswers.findAnswer('delivery')).toEqual(answerWith('delivery'));
    await pendingAnswers.markPosted('delivery');
    expect(await pendingAnswers.findAnswer('delivery')).toMatchObject({ isPosted: true, text: '' });
    expect(await pendingAnswers.findAnswer('other')).toBeUndefined();
  });

  it('An answer is found by each post that it answers, the oldest answer first', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.addAnswer(answerWith('later', { createdAt: 2_000 }));
    await pendingAnswers.addAnswer(answerWith('both', { answers: ['question', 'other'], rootId: 'root' }));
    expect(await pendingAnswers.answersTo('question')).toEqual([
      answerWith('both', { answers: ['question', 'other'], rootId: 'root' }),
      answerWith('later', { createdAt: 2_000 }),
    ]);
    expect((await pendingAnswers.answersTo('other')).map(({ deliveryId }) => deliveryId)).toEqual(['both']);
    expect(await pendingAnswers.answersTo('unknown')).toEqual([]);
  });

  it('An answer is found by its place and its text, also when its text is forgotten', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.addAnswer(answerWith('first', { text: 'A cat.' }));
    await pendingAnswers.addAnswer(answerWith('elsewhere', { text: 'A cat.', rootId: 'another root' }));
    await pendingAnswers.addAnswer(answerWith('other', { text: 'A dog.' }));
    const { channelId, rootId } = answerWith('first');
    const idsOf = async (text: string) =>
      (await pendingAnswers.sameAnswers({ channelId, rootId }, text)).map(({ deliveryId }) => deliveryId);
    expect(await idsOf('A cat.')).toEqual(['first']);
    await pendingAnswers.markPosted('first');
    expect([await idsOf(' A cat.\n'), await idsOf('A bird.')]).toEqual([['first'], []]);
  });

  it('An answer can be given the posts that it answers later', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.addAnswer(answerWith('first', { answers: [] }));
    await pendingAnswers.nameAnswered('first', ['question', 'other']);
    await pendingAnswers.nameAnswered('first', ['question', 'third']);
    await pendingAnswers.nameAnswered('unknown', ['fourth']);
    expect(await pendingAnswers.answersTo('third')).toEqual([
      answerWith('first', { answers: ['question', 'other', 'third'] }),
    ]);
    expect(await pendingAnswers.answersTo('fourth')).toEqual([]);
  });

  it('An answer to no post can be kept too', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.addAnswer(answerWith('notice', { answers: [] }));
    expect(await pendingAnswers.answersTo('question')).toEqual([]);
  });

  it('The text of an answer is forgotten once all of it is posted', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.addAnswer(answerWith('delivery'));
    await pendingAnswers.markPosted('delivery');
    expect(await pendingAnswers.answersTo('question')).toEqual([answerWith('delivery', { text: '', isPosted: true })]);
  });

  it('An answer that was dropped is forgotten, and the others stay', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.addAnswer(answerWith('dropped'));
    await pendingAnswers.addAnswer(answerWith('kept'));
    await pendingAnswers.dropAnswer('dropped');
    expect((await pendingAnswers.answersTo('question')).map(({ deliveryId }) => deliveryId)).toEqual(['kept']);
  });

  it('An answer that is added again under its delivery id stays as it is', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.addAnswer(answerWith('delivery'));
    await pendingAnswers.addAnswer(answerWith('delivery', { text: 'It is a dog.', answers: ['other'] }));
    expect(await pendingAnswers.answersTo('question')).toEqual([answerWith('delivery')]);
    expect(await pendingAnswers.answersTo('other')).toEqual([]);
    await pendingAnswers.markPosted('delivery');
    await pendingAnswers.addAnswer(answerWith('delivery'));
    expect(await pendingAnswers.answersTo('question')).toMatchObject([{ isPosted: true, text: '' }]);
  });

  it('Pruning forgets the turns and answers from before a time, and keeps the others', async () => {
    const { pendingAnswers } = open();
    await pendingAnswers.openTurn(turnOf('old turn', { startedAt: 1 }));
    await pendingAnswers.openTurn(turnOf('new turn', { startedAt: 2 }));
    await pendingAnswers.addAnswer(answerWith('old answer', { createdAt: 1 }));
    await pendingAnswers.addAnswer(answerWith('new answer', { createdAt: 2 }));
    await pendingAnswers.prune(2);
    expect((await pendingAnswers.unfinishedTurns()).map(({ id }) => id)).toEqual(['new turn']);
    expect(await pendingAnswers.turnOf('old turn')).toBeUndefined();
    expect((await pendingAnswers.answersTo('question')).map(({ deliveryId }) => deliveryId)).toEqual(['new answer']);
  });
});

describe('The pending turns and answers in a SQLite file', () => {
  it('Turns and answers survive a restart', async () => {
    const { file, reopen } = temporaryStateFile();
    const before = sqlitePendingAnswers(file);
    await before.openTurn(turnOf('second', { posts: ['first', 'second'], isCommand: true }));
    await before.openTurn(turnOf('steered'));
    await before.joinTurn('steered', 'second');
    await before.addAnswer(answerWith('delivery'));
    const after = sqlitePendingAnswers(reopen());
    expect(await after.unfinishedTurns()).toEqual([
      turnOf('second', { posts: ['first', 'second'], isCommand: true }),
      turnOf('steered', { joined: 'second' }),
    ]);
    expect(await after.answersTo('question')).toEqual([answerWith('delivery')]);
  });

  it('Pruning leaves no rows of the forgotten turns and answers behind', async () => {
    const { file } = temporaryStateFile();
    const pendingAnswers = sqlitePendingAnswers(file);
    await pendingAnswers.openTurn(turnOf('turn'));
    await pendingAnswers.addAnswer(answerWith('answer'));
    await pendingAnswers.prune(2_000);
    for (const table of ['pending_turns', 'pending_turn_posts', 'pending_answers', 'pending_answer_posts']) {
      expect(file.database.prepare(`SELECT count(*) AS rows FROM ${table}`).get(), table).toEqual({ rows: 0 });
    }
  });

  it('A file of an earlier version loses the table in which that version kept its unanswered posts', async () => {
    const { file } = temporaryStateFile();
    file.migrate('owed', [
      `CREATE TABLE owed (post_id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, root_id TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
       INSERT INTO owed VALUES ('post', 'ops', '', 1);`,
    ]);
    expect(await sqlitePendingAnswers(file).unfinishedTurns()).toEqual([]);
    expect(file.database.prepare("SELECT name FROM sqlite_schema WHERE name = 'owed'").get()).toBeUndefined();
  });
});
