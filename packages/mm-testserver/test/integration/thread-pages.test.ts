import { describe, expect, it } from 'vitest';
import type { MattermostVersion, Post } from '../../src/index.ts';
import { type ApiAnswer, apiOf } from '../support/api.ts';
import { type Office, openOffice } from '../support/office.ts';

interface Thread extends Office {
  readonly root: Post;
  /** Five replies of the bot. */
  readonly replies: readonly Post[];
  page(query: string, postId?: string): Promise<ApiAnswer>;
  /** The same, as the texts of the posts and whether there are more. */
  read(query: string, postId?: string): Promise<[texts: string, more: boolean]>;
}

async function openThread(version: MattermostVersion = '11.1'): Promise<Thread> {
  const office = await openOffice({ version });
  const { mattermost, alice, claw, ops } = office;
  const api = apiOf(mattermost, claw);
  const root = await alice.says('root', { in: ops });
  const replies: Post[] = [];
  for (const message of ['1', '2', '3', '4', '5']) {
    replies.push((await api('POST', '/posts', { channel_id: ops.id, root_id: root.id, message })).body);
  }
  const page: Thread['page'] = (query, postId = root.id) => api('GET', `/posts/${postId}/thread?${query}`);
  const read: Thread['read'] = async (query, postId) => {
    const { body } = await page(query, postId);
    return [body.order.map((id: string) => body.posts[id].message).join(' '), body.has_next];
  };
  return { ...office, root, replies, page, read };
}

// All of these were compared with a real 11.1.
describe('Pages of a thread', () => {
  it('A client reads a thread downwards, page by page', async () => {
    const { replies, read } = await openThread();
    // The post itself always comes first, and counts.
    expect(await read('perPage=2&direction=down')).toEqual(['root 1', true]);
    const from = ({ id, create_at }: Post): string => `fromPost=${id}&fromCreateAt=${create_at}`;
    expect(await read(`perPage=2&direction=down&${from(replies[0] as Post)}`)).toEqual(['root 2 3', true]);
    expect(await read(`perPage=2&direction=down&${from(replies[2] as Post)}`)).toEqual(['root 4 5', false]);
    expect(await read(`perPage=2&direction=down&${from(replies[4] as Post)}`)).toEqual(['root', false]);
  });

  it('On 6.7 the post that was asked for comes twice on its own page, and a time needs the post of that time', async () => {
    const { replies, page, read } = await openThread('6.7');
    expect(await read('perPage=2&direction=down')).toEqual(['root root 1', true]);
    const { id, create_at } = replies[0] as Post;
    expect(await read(`perPage=2&direction=down&fromPost=${id}&fromCreateAt=${create_at}`)).toEqual(['root 2 3', true]);
    expect((await page(`perPage=2&direction=down&fromCreateAt=${create_at}`)).status).toBe(400);
  });

  it('A client reads a thread upwards, page by page', async () => {
    const { replies, read } = await openThread();
    expect(await read('perPage=2&direction=up')).toEqual(['root 5 4', true]);
    const { id, create_at } = replies[3] as Post;
    expect(await read(`perPage=2&direction=up&fromPost=${id}&fromCreateAt=${create_at}`)).toEqual(['root 3 2', true]);
  });

  it('A page begins with the post that was asked for, also when it is a reply', async () => {
    const { replies, read } = await openThread();
    expect(await read('perPage=2&direction=down', replies[2]?.id)).toEqual(['3 root 1', true]);
  });

  it('A client reads what has changed since a time', async () => {
    const { mattermost, claw, replies, read } = await openThread();
    const last = replies[4] as Post;
    await apiOf(mattermost, claw)('PUT', `/posts/${replies[0]?.id}/patch`, { message: 'edited' });
    const query = `direction=down&updatesOnly=true&fromUpdateAt=${last.update_at}`;
    expect((await read(query))[0]).toContain('edited');
    expect((await read(query))[0]).not.toContain('3');
  });

  it('With skipFetchThreads there is only the post, without has_next', async () => {
    const { page, root } = await openThread();
    const { body } = await page('skipFetchThreads=true&perPage=2');
    expect(body.order).toEqual([root.id]);
    expect(body).not.toHaveProperty('has_next');
  });

  it('A collapsed thread shows who takes part, and counts only replies', async () => {
    const { page, root, replies, claw } = await openThread();
    const { body } = await page('collapsedThreads=true&perPage=2&direction=down');
    expect(body.order).toEqual([root.id, replies[0]?.id, replies[1]?.id]);
    expect(body.posts[root.id]).toMatchObject({
      reply_count: 5,
      last_reply_at: replies[4]?.create_at,
      participants: [{ id: claw.id, username: '' }],
      is_following: true,
    });
  });

  it.each([
    'perPage=x',
    'perPage=201',
    'direction=sideways',
    'fromCreateAt=x',
    'fromPost=aaaaaaaaaaaaaaaaaaaaaaaaaa',
    'fromCreateAt=1&fromUpdateAt=1',
    'updatesOnly=true',
    'updatesOnly=true&fromUpdateAt=1&direction=up',
  ])('%s is refused', async query => {
    const { page } = await openThread();
    const { status, body } = await page(query);
    expect([status, body.id]).toEqual([400, 'api.context.invalid_body_param.app_error']);
  });

  it('A page of -1 posts makes the server drop the connection', async () => {
    const { page } = await openThread();
    await expect(page('perPage=-1')).rejects.toThrow();
  });

  it('Old servers send the whole thread', async () => {
    const { page } = await openThread('5.37');
    expect((await page('perPage=2')).body.order).toHaveLength(7);
  });
});
