import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { type Office, openOffice } from '../support/office.ts';

const day = 86_400_000;
const noon = Date.UTC(2026, 2, 10, 12);

/** An office where alice and the bot have said some things in ~ops, and alice one in a direct message to bob. */
async function openArchive(): Promise<Office> {
  const office = await openOffice();
  const { mattermost, alice, bob, claw, ops } = office;
  ops.addHistory([
    { by: alice, message: 'The quick brown foxes jumped, see e-mail #release', at: noon - day },
    { by: claw, message: 'quick deploy of example.com is done', at: noon },
  ]);
  mattermost.directChannel(alice, bob).addHistory([{ by: alice, message: 'a quick secret', at: noon + day }]);
  return office;
}

async function found({ mattermost, claw, team }: Office, terms: string, more = {}): Promise<string[]> {
  const path = `/teams/${team.id}/posts/search`;
  const { body } = await apiOf(mattermost, claw)('POST', path, { terms, is_or_search: false, ...more });
  return body.order.map((id: string) => body.posts[id].message.split(' ').slice(0, 2).join(' '));
}

describe('Searching posts', () => {
  it('A search finds posts of the own channels with all words, newest first', async () => {
    const office = await openArchive();
    expect(await found(office, 'quick')).toEqual(['quick deploy', 'The quick']);
    expect(await found(office, 'QUICK done')).toEqual(['quick deploy']);
    expect(await found(office, 'foxes done')).toEqual([]);
    expect(await found(office, 'foxes done', { is_or_search: true })).toEqual(['quick deploy', 'The quick']);
    expect(await found(office, 'secret')).toEqual([]);
  });

  // Such searches found the same on a real 11.1.
  it.each([
    ['fox', ['The quick']],
    ['jumping', ['The quick']],
    ['deployed', ['quick deploy']],
    ['qui*', ['quick deploy', 'The quick']],
    ['"quick brown"', ['The quick']],
    ['"brown quick"', []],
    ['"fox"', []],
    ['e-mail', ['The quick']],
    ['example.com', ['quick deploy']],
    ['quick -deploy', ['The quick']],
    ['-quick', []],
    ['from:alice', ['The quick']],
    ['from: @claw', ['quick deploy']],
    ['-from:claw quick', ['The quick']],
    ['in:ops quick', ['quick deploy', 'The quick']],
    ['quick -in:ops', []],
    ['in:nothing quick', []],
    ['in:OPS quick', []],
    ['#release', ['The quick']],
    ['#RELEASE', ['The quick']],
    ['#rel', []],
    ['on:2026-03-10', ['quick deploy']],
    ['before:2026-03-10 quick', ['The quick']],
    ['after:2026-03-09 quick', ['quick deploy']],
    ['-on:2026-03-10 quick', ['The quick']],
    ['the', []],
    ['*', []],
    ['()', []],
  ])('%s finds %j', async (terms, messages) => {
    expect(await found(await openArchive(), terms)).toEqual(messages);
  });

  it('A day begins at midnight in the time zone of the searcher', async () => {
    const { mattermost, team, alice, claw, ops } = await openOffice();
    ops.addHistory([{ by: alice, message: 'late', at: Date.UTC(2026, 2, 10, 23) }]);
    const terms = 'on:2026-03-11';
    const search = { terms, is_or_search: false, time_zone_offset: 7_200 };
    const { body } = await apiOf(mattermost, claw)('POST', `/teams/${team.id}/posts/search`, search);
    expect(body.order).toHaveLength(1);
  });

  it('A person finds direct messages in every team, and nothing on further pages', async () => {
    const { mattermost, alice } = await openArchive();
    const other = mattermost.addTeam('other');
    other.add(alice);
    const api = apiOf(mattermost, alice);
    const inOther = await api('POST', `/teams/${other.id}/posts/search`, { terms: 'quick' });
    expect(inOther.body.order).toHaveLength(1);
    expect((await api('POST', '/posts/search', { terms: 'quick' })).body.order).toHaveLength(3);
    expect((await api('POST', '/posts/search', { terms: 'quick', page: 1 })).body.order).toEqual([]);
  });

  it('Archived channels are searched only on demand', async () => {
    const office = await openArchive();
    await office.alice.archives(office.ops);
    expect(await found(office, 'quick')).toEqual([]);
    expect(await found(office, 'quick', { include_deleted_channels: true })).toHaveLength(2);
  });

  it.each([
    ['', 400, 'api.context.invalid_body_param.app_error'],
    [5, 400, 'api.post.search_posts.invalid_body.app_error'],
  ])('A search for %j is refused', async (terms, status, id) => {
    const { mattermost, claw, team } = await openOffice();
    const refused = await apiOf(mattermost, claw)('POST', `/teams/${team.id}/posts/search`, { terms });
    expect([refused.status, refused.body.id]).toEqual([status, id]);
  });

  it('A stranger to the team cannot search in it', async () => {
    const { mattermost, claw } = await openOffice();
    const other = mattermost.addTeam('other');
    expect((await apiOf(mattermost, claw)('POST', `/teams/${other.id}/posts/search`, { terms: 'x' })).status).toBe(403);
  });
});
