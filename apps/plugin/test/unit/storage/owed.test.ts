import { describe, expect, it } from 'vitest';
import { createOwed } from '../../../src/storage/sqlite/owed.ts';
import { temporaryStateFile } from '../../support/state-file.ts';

const channel = { channelId: 'ops', rootId: undefined };
const thread = { channelId: 'ops', rootId: 'root' };
const unnamed = { ...channel, named: undefined };

function open() {
  const { file, reopened } = temporaryStateFile();
  return { owed: createOwed(file), afterRestart: () => createOwed(reopened()) };
}

it('knows whether a post is answered, also after a restart', () => {
  const { owed, afterRestart } = open();
  owed.taken(['first', 'second'], channel, 1);
  owed.answered(['first']);
  const again = afterRestart();
  expect(['first', 'second', 'third'].map(id => again.isAnswered(id))).toEqual([true, false, false]);
});

describe('an answer for which the host names the post', () => {
  it('serves that post', () => {
    const { owed } = open();
    owed.taken(['first'], channel, 1);
    owed.taken(['second'], channel, 2);
    expect(owed.servedBy({ ...channel, named: 'second' })).toEqual(['second']);
  });

  it('serves what was steered into the turn, once the post itself has its answer', () => {
    const { owed } = open();
    owed.taken(['first'], channel, 1);
    for (const [index, id] of ['second', 'third'].entries()) {
      owed.putOff([id], channel, index + 2);
      owed.taken([id], channel, 4);
      owed.steered(id);
    }
    owed.answered(owed.servedBy({ ...channel, named: 'first' }));
    expect(owed.servedBy({ ...channel, named: 'first' })).toEqual(['second', 'third']);
  });

  it('serves that post again when it says more and nothing was steered', () => {
    const { owed } = open();
    owed.taken(['first'], channel, 1);
    owed.answered(['first']);
    expect(owed.servedBy({ ...channel, named: 'first' })).toEqual(['first']);
  });

  it('serves all posts that were given to the host as one', () => {
    const { owed } = open();
    owed.putOff(['one', 'two', 'three'], channel, 1);
    owed.taken(['one', 'two', 'three'], channel, 2);
    expect(owed.servedBy({ ...channel, named: 'three' })).toEqual(['one', 'two', 'three']);
  });

  it('serves that post even where nothing is known of it, as with commands', () => {
    const { owed } = open();
    owed.taken(['first'], channel, 1);
    expect(owed.servedBy({ ...channel, named: 'command' })).toEqual(['command']);
  });

  it('does not serve a post from before, whose answer a crash has taken', () => {
    const { owed } = open();
    owed.taken(['lost'], channel, 1);
    owed.taken(['first'], channel, 2);
    owed.answered(['first']);
    expect(owed.servedBy({ ...channel, named: 'first' })).toEqual(['first']);
  });

  it('leaves posts alone that wait for the end of the turn', () => {
    const { owed } = open();
    owed.taken(['first'], channel, 1);
    owed.putOff(['second'], channel, 2);
    owed.answered(['first']);
    expect(owed.servedBy({ ...channel, named: 'first' })).toEqual(['first']);
  });
});

describe('an answer for which the host names no post', () => {
  it('serves the queued post whose turn it is', () => {
    const { owed } = open();
    owed.putOff(['second'], channel, 2);
    owed.putOff(['third'], channel, 3);
    owed.taken(['second'], channel, 4);
    expect(owed.servedBy(unnamed)).toEqual(['second']);
    owed.done('second');
    owed.taken(['third'], channel, 5);
    expect(owed.servedBy(unnamed)).toEqual(['third']);
  });

  it('serves all posts that were collected, oldest first', () => {
    const { owed } = open();
    owed.putOff(['second'], channel, 2);
    owed.putOff(['third'], channel, 3);
    owed.taken(['third'], channel, 4);
    owed.taken(['second'], channel, 4);
    expect(owed.servedBy(unnamed)).toEqual(['second', 'third']);
  });

  it('serves the interrupted post after a restart, whatever more it says', () => {
    const { owed, afterRestart } = open();
    owed.taken(['first'], channel, 1);
    owed.putOff(['second'], channel, 2);
    const later = afterRestart();
    const first = later.servedBy(unnamed);
    later.answered(first);
    expect(first).toEqual(['first']);
    expect(later.servedBy(unnamed)).toEqual(['first']);
  });

  it('belongs to its place: a thread is none of the channel', () => {
    const { owed } = open();
    owed.taken(['in the channel'], channel, 1);
    owed.taken(['in the thread'], thread, 2);
    expect(owed.servedBy(unnamed)).toEqual(['in the channel']);
    expect(owed.servedBy({ ...thread, named: undefined })).toEqual(['in the thread']);
    expect(owed.servedBy({ channelId: 'elsewhere', rootId: undefined, named: undefined })).toEqual([]);
  });

  it('serves nothing where no answer is owed', () => {
    const { owed } = open();
    owed.taken(['first'], channel, 1);
    owed.ended('first', channel);
    expect(owed.servedBy(unnamed)).toEqual([]);
  });
});

describe('the end of a turn', () => {
  it('is the end of what was steered into it, and not of what waits', () => {
    const { owed } = open();
    owed.taken(['first'], channel, 1);
    owed.putOff(['steered'], channel, 2);
    owed.taken(['steered'], channel, 3);
    owed.steered('steered');
    owed.putOff(['waiting'], channel, 4);
    owed.ended('first', channel);
    owed.taken(['waiting'], channel, 5);
    expect(owed.servedBy(unnamed)).toEqual(['waiting']);
  });

  it('leaves turns of other places alone', () => {
    const { owed } = open();
    owed.taken(['elsewhere'], thread, 1);
    owed.answered(['elsewhere']);
    owed.taken(['first'], channel, 2);
    owed.ended('first', channel);
    expect(owed.servedBy({ ...thread, named: undefined })).toEqual(['elsewhere']);
  });
});

it('leaves a post unanswered that was lost in a crash when the turn after it is answered', () => {
  const { owed, afterRestart } = open();
  owed.taken(['lost'], channel, 1_000);
  owed.taken(['collected'], channel, 9_000);
  owed.taken(['with it'], channel, 9_010);
  const again = afterRestart();
  expect(again.servedBy(unnamed)).toEqual(['collected', 'with it']);
  again.answered(['collected', 'with it']);
  expect(again.isAnswered('lost')).toBe(false);
});

it('does not wait for an answer for longer than a day', () => {
  const { owed } = open();
  owed.taken(['yesterday'], channel, 0);
  owed.taken(['today'], thread, 24 * 60 * 60_000 + 1);
  expect(owed.servedBy(unnamed)).toEqual([]);
});

it('reads a file of the first release, in which every post was simply owed', () => {
  const { file } = temporaryStateFile();
  file.migrate('owed', [
    `CREATE TABLE owed (post_id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, root_id TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
     CREATE INDEX owed_by_place ON owed (channel_id, root_id);`,
  ]);
  file.database.prepare("INSERT INTO owed VALUES ('first', 'ops', '', 1)").run();
  expect(createOwed(file).servedBy(unnamed)).toEqual(['first']);
});
