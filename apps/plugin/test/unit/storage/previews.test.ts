import { describe, expect, it } from 'vitest';
import type { Preview } from '../../../src/storage/previews.ts';
import { sqlitePreviews } from '../../../src/storage/sqlite/previews.ts';
import { temporaryStateFile } from '../../support/state-file.ts';
import { implementations } from '../../support/stores.ts';

const first: Preview = {
  ...{ deliveryId: 'first', turnId: 'question', channelId: 'ops', rootId: 'root', postId: undefined },
  createdAt: 1,
};
const second: Preview = { ...first, deliveryId: 'second', rootId: undefined, createdAt: 2 };

describe.each(implementations)('The previews in %s', (_, open) => {
  it('A preview is found by its delivery, and has a post once that is noted', async () => {
    const { previews } = open();
    await previews.add(first);
    expect(await previews.find('first')).toEqual(first);
    await previews.notePost('first', 'post');
    expect(await previews.find('first')).toEqual({ ...first, postId: 'post' });
    expect(await previews.find('second')).toBeUndefined();
  });

  it('The previews are listed oldest first, and one that is forgotten is not among them', async () => {
    const { previews } = open();
    await previews.add(second);
    await previews.add(first);
    expect(await previews.list()).toEqual([first, second]);
    await previews.forget('first');
    expect(await previews.list()).toEqual([second]);
  });

  it('A post that is noted for a preview that was forgotten changes nothing', async () => {
    const { previews } = open();
    await previews.notePost('first', 'post');
    expect(await previews.list()).toEqual([]);
  });
});

it('The previews in a SQLite file survive a restart', async () => {
  const { file, reopen } = temporaryStateFile();
  await sqlitePreviews(file).add(first);
  await sqlitePreviews(file).notePost('first', 'post');
  expect(await sqlitePreviews(reopen()).list()).toEqual([{ ...first, postId: 'post' }]);
});
