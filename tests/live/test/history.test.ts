import { beforeAll, describe, expect, it } from 'vitest';
import { words } from './support/listen.ts';
import { useStage } from './support/stage.ts';

const stage = useStage();

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('A channel of several pages', () => {
  const said = words(1, 450);
  let channelId: string;
  /** The ids of those posts, oldest first. */
  const ids: string[] = [];

  beforeAll(async () => {
    channelId = await stage.seeded.addChannel([stage.seeded.person, stage.seeded.bot]);
    for (const message of said) ids.push((await stage.person.posts.create({ channel_id: channelId, message })).id);
  });

  it('Reading after a post yields each newer post once, oldest first', async () => {
    const posts = await collect(stage.bot.posts.allAfter(channelId, ids[9]!));
    expect(posts.map(({ message }) => message)).toEqual(said.slice(10));
  });

  it('Reading backwards yields all posts, or those before a post, newest first', async () => {
    const posts = await collect(stage.bot.posts.allBefore(channelId));
    expect(posts.filter(({ type }) => type === '').map(({ message }) => message)).toEqual(said.toReversed());
    const older = await collect(stage.bot.posts.allBefore(channelId, ids[300]!));
    expect(older.filter(({ type }) => type === '').map(({ id }) => id)).toEqual(ids.slice(0, 300).toReversed());
  });

  it('A page beside a post lists the newest first and names its neighbours', async () => {
    const after = await stage.bot.posts.after(channelId, ids[99]!, { perPage: 5 });
    expect(after.order).toEqual(ids.slice(100, 105).toReversed());
    expect(after.next_post_id).toBe(ids[105]);
    expect(after.prev_post_id).toBe(ids[99]);
    const further = await stage.bot.posts.after(channelId, ids[99]!, { perPage: 5, page: 1 });
    expect(further.order).toEqual(ids.slice(105, 110).toReversed());
    const before = await stage.bot.posts.before(channelId, ids[99]!, { perPage: 5 });
    expect(before.order).toEqual(ids.slice(94, 99).toReversed());
    expect(before.next_post_id).toBe(ids[99]);
    expect(before.prev_post_id).toBe(ids[93]);
  });

  it('Numbered pages list the newest first and end with an empty page', async () => {
    const newest = await stage.bot.posts.page(channelId, { perPage: 200 });
    expect(newest.order).toEqual(ids.slice(250).toReversed());
    expect(newest.next_post_id).toBe('');
    const last = await stage.bot.posts.page(channelId, { page: 2, perPage: 200 });
    expect(last.order).toContain(ids[0]);
    expect(last.order.length).toBeLessThan(200);
    expect(last.prev_post_id).toBe('');
    expect((await stage.bot.posts.page(channelId, { page: 3, perPage: 200 })).order).toEqual([]);
  });

  it('The page after the newest post or after an unknown post is empty', async () => {
    expect(await collect(stage.bot.posts.allAfter(channelId, ids.at(-1)!))).toEqual([]);
    expect((await stage.bot.posts.after(channelId, 'a'.repeat(26))).order).toEqual([]);
  });

  it('Reading after a deleted post works, and leaves out deleted posts', async () => {
    const anchor = ids[440]!;
    const gone = ids[445]!;
    for (const id of [anchor, gone]) await stage.person.posts.delete(id);
    const left = await collect(stage.bot.posts.allAfter(channelId, anchor));
    expect(left.map(({ id }) => id)).toEqual(ids.slice(441).filter(id => id !== gone));
  });
});

describe('Changes since a time', () => {
  it('Changes since a time hold new posts, edits with a copy of the original, and deletions without text', async () => {
    const channelId = await stage.seeded.addChannel([stage.seeded.person, stage.seeded.bot]);
    const write = (message: string) => stage.person.posts.create({ channel_id: channelId, message });
    const untouched = await write('untouched');
    const edited = await write('before');
    const deleted = await write('secret');
    await new Promise(resolve => setTimeout(resolve, 20));
    const mark = await write('mark');
    await stage.person.posts.patch(edited.id, { message: 'after' });
    await stage.person.posts.delete(deleted.id);
    const fresh = await write('fresh');

    const { order, posts } = await stage.bot.posts.since(channelId, mark.create_at - 1);
    expect(order).toEqual(expect.arrayContaining([mark.id, edited.id, deleted.id, fresh.id]));
    expect(order).not.toContain(untouched.id);
    expect(posts[edited.id]).toMatchObject({ message: 'after', original_id: '' });
    expect(posts[deleted.id]?.message).not.toBe('secret');
    expect(posts[deleted.id]?.delete_at).toBeGreaterThan(0);
    expect(Object.values(posts).filter(({ original_id }) => original_id === edited.id)).toMatchObject([
      { message: '', update_at: expect.any(Number) },
    ]);
  });

  it('Changes since a time hold posts that got a reaction or a reply', async () => {
    const channelId = await stage.seeded.addChannel([stage.seeded.person, stage.seeded.bot]);
    const write = (message: string, root_id?: string) =>
      stage.person.posts.create({ channel_id: channelId, message, root_id });
    const [reacted, root] = [await write('reacted to'), await write('replied to')];
    await new Promise(resolve => setTimeout(resolve, 20));
    const mark = await write('mark');
    const reaction = { user_id: stage.seeded.bot.id, post_id: reacted.id, emoji_name: 'wave' };
    await stage.bot.reactions.add(reaction);
    const reply = await write('reply', root.id);
    const { posts } = await stage.bot.posts.since(channelId, mark.create_at);
    expect(Object.keys(posts)).toEqual(expect.arrayContaining([reacted.id, root.id, reply.id]));
    expect(posts[reacted.id]?.update_at).toBeGreaterThan(reacted.update_at);
  });

  it('Changes since a time leave out a post that changed at that very millisecond', async () => {
    const channelId = await stage.seeded.addChannel([stage.seeded.person, stage.seeded.bot]);
    const { id, update_at } = await stage.person.posts.create({ channel_id: channelId, message: 'edge' });
    expect((await stage.bot.posts.since(channelId, update_at - 1)).order).toContain(id);
    expect((await stage.bot.posts.since(channelId, update_at)).order).not.toContain(id);
  });
});

it('A page lists replies with their threads or, with `skipFetchThreads`, only with the root posts', async () => {
  const { person, bot } = stage.seeded;
  const channel_id = await stage.seeded.addChannel([person, bot]);
  const says = async (message: string, root_id = '') =>
    (await stage.person.posts.create({ channel_id, message, root_id })).id;
  const root = await says('root');
  const early = await says('an early reply', root);
  const between = await says('between');
  const late = await says('a late reply', root);
  const { page, after } = stage.bot.posts;
  for (const list of [
    (skipFetchThreads: boolean) => page(channel_id, { perPage: 1, skipFetchThreads }),
    (skipFetchThreads: boolean) => after(channel_id, between, { skipFetchThreads }),
  ]) {
    const [whole, lean] = [await list(false), await list(true)];
    expect([whole.order, lean.order]).toEqual([[late], [late]]);
    expect(Object.keys(whole.posts).sort()).toEqual([root, early, late].sort());
    expect(Object.keys(lean.posts).sort()).toEqual([root, late].sort());
  }
});
