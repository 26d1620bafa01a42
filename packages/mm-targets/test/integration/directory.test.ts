import { describe, expect, it } from 'vitest';
import type { DirectoryPerson } from '../../src/index.ts';
import { errorAnswer, openOffice } from '../support/office.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
const handles = (people: readonly DirectoryPerson[]) => people.map(({ handle }) => handle);

describe('The account itself', () => {
  it('Self is the bot', async () => {
    const { targets, claw } = await openOffice();
    expect(await targets.directory.self()).toEqual({
      ...{ id: claw.id, target: `user:${claw.id}`, handle: 'claw', name: expect.any(String), isBot: true },
    });
  });
});

describe('People', () => {
  it('P202: The people of all teams are listed once each, without the bot, with their full name or nickname', async () => {
    const { targets, beta, alice, addNamed } = await openOffice();
    beta.add(alice);
    beta.addPerson('bob');
    await addNamed('asmith', { first_name: 'Anna', last_name: 'Smith', nickname: 'Nan' });
    await addNamed('nick', { nickname: 'Nicky' });
    const people = await all(targets.directory.people());
    expect(handles(people).sort()).toEqual(['admin', 'alice', 'asmith', 'bob', 'nick']);
    expect(people.find(({ handle }) => handle === 'asmith')?.name).toBe('Anna Smith');
    expect(people.find(({ handle }) => handle === 'nick')?.name).toBe('Nicky');
    expect(people.find(({ handle }) => handle === 'alice')).toMatchObject({ target: `user:${alice.id}`, isBot: false });
  });

  it('P202: People are fetched in pages of 200, and only as many pages as are read', async () => {
    const { targets, acme, requests } = await openOffice();
    for (let index = 0; index < 250; index += 1) acme.addPerson(`person-${String(index).padStart(3, '0')}`);
    for await (const { handle } of targets.directory.people()) if (handle === 'person-010') break;
    expect(requests(/^GET \/users(\?|$)/)).toHaveLength(1);
    expect(await all(targets.directory.people())).toHaveLength(252);
    expect(requests(/^GET \/users(\?|$)/)).toHaveLength(1 + 2 + 1);
  });

  it('P201: A query finds people of all teams by the beginning of any name, without regard to case and blanks', async () => {
    const { targets, beta, addNamed } = await openOffice();
    beta.addPerson('annabel');
    await addNamed('asmith', { first_name: 'Anna', last_name: 'Smith' });
    expect(handles(await all(targets.directory.people({ query: ' ANNA ' }))).sort()).toEqual(['annabel', 'asmith']);
    expect(handles(await all(targets.directory.people({ query: '@smi' })))).toEqual(['asmith']);
    expect(await all(targets.directory.people({ query: 'claw' }))).toEqual([]);
  });
});

describe('Channels', () => {
  it('P201: The channels of the bot in all teams, by name; a query matches a part of a name or a title', async () => {
    const { targets, acme, beta, claw, alice, mattermost } = await openOffice();
    const ops = acme.addChannel('ops', { members: [claw], displayName: 'Operations' });
    const lab = beta.addChannel('lab', { members: [claw], type: 'P', displayName: 'Lab' });
    acme.addChannel('not-joined');
    mattermost.directChannel(alice, claw);
    const channels = await targets.directory.channels();
    expect(channels.map(({ team, handle }) => `${team}/${handle}`)).toEqual([
      ...['beta/lab', 'acme/off-topic', 'beta/off-topic', 'acme/ops', 'acme/town-square', 'beta/town-square'],
    ]);
    expect(await targets.directory.channels({ query: ' OPERA ' })).toEqual([
      { id: ops.id, target: `channel:${ops.id}`, handle: 'ops', name: 'Operations', team: 'acme', isPrivate: false },
    ]);
    expect(await targets.directory.channels({ query: '#la' })).toEqual([
      { id: lab.id, target: `channel:${lab.id}`, handle: 'lab', name: 'Lab', team: 'beta', isPrivate: true },
    ]);
    expect(await targets.directory.channels({ query: ' Town ' })).toHaveLength(2);
  });

  it('An archived channel is not listed', async () => {
    const { targets, acme, claw, asAdmin, mattermost } = await openOffice();
    const old = acme.addChannel('old', { members: [claw] });
    await fetch(`${mattermost.url}/api/v4/channels/${old.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${mattermost.admin.token}` },
    });
    expect((await asAdmin.channels.get(old.id)).delete_at).toBeGreaterThan(0);
    expect(await targets.directory.channels({ query: 'old' })).toEqual([]);
  });
});

describe('The rights of a plain member', () => {
  it('R39: Routes that only administrators may use are not used', async () => {
    const { targets, acme, beta, claw, mattermost, requests } = await openOffice();
    const forbidden = errorAnswer(403, 'api.context.permissions.app_error');
    for (const path of ['/channels', '/users/search']) mattermost.faults.answer({ path, by: claw }, forbidden);
    acme.addChannel('ops', { members: [claw] });
    beta.addPerson('bob');
    expect(handles(await all(targets.directory.people()))).toContain('bob');
    expect(handles(await all(targets.directory.people({ query: 'bob' })))).toEqual(['bob']);
    expect(await targets.directory.channels({ query: 'ops' })).toHaveLength(1);
    await targets.resolve('#ops');
    await targets.open('@bob');
    const statuses = mattermost.requests.filter(({ username }) => username === 'claw').map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 201]));
    expect(requests(/^GET \/channels$|users\/search/)).toEqual([]);
  });

  it('R39: A bot in no team has an empty directory', async () => {
    const { targets, acme, beta, claw } = await openOffice();
    for (const team of [acme, beta]) team.remove(claw);
    expect(await all(targets.directory.people())).toEqual([]);
    expect(await targets.directory.channels()).toEqual([]);
  });

  it('R39: A bot in 200 teams finds a channel with one list for each team, four at a time', async () => {
    const { targets, mattermost, claw, requests } = await openOffice();
    const teams = Array.from({ length: 198 }, (_, index) => mattermost.addTeam(`team-${index}`));
    for (const team of teams) team.add(claw);
    const last = teams.at(-1)?.addChannel('far-away', { members: [claw] });
    expect(await targets.resolve('#far-away')).toMatchObject({ id: last?.id });
    expect(requests(/\/channels$/)).toHaveLength(200);
    expect(requests(/\/channels\/name/)).toEqual([]);
  });
});
