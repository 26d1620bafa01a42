import type { RestClient } from '../../src/index.ts';

export const post = { id: 'p1', user_id: 'u1', channel_id: 'c1', message: 'hi', create_at: 1, update_at: 2 };
export const user = { id: 'u1', username: 'alice' };
export const member = { channel_id: 'c1', user_id: 'u1' };
export const list: { order: string[]; posts: Record<string, object> } = { order: ['p1'], posts: { p1: post } };
/** The server's answer when there is nothing to return. */
export const done = { status: 'OK' };

const newChannel = { team_id: 't1', name: 'ops', display_name: 'Ops', type: 'P' } as const;
const channel = { id: 'c1', type: 'O' };
const file = { id: 'f1', name: 'a.txt' };
const command = { id: 'x1', trigger: 'oc' };
const newCommand = { team_id: 't1', trigger: 'oc', url: 'https://bot.example.com', method: 'P' } as const;
const status = { user_id: 'u1', status: 'dnd' } as const;
const dialog = { trigger_id: 'tr', url: 'https://bot.example.com', dialog: { title: 'Sure?' } };
const teamMember = { team_id: 't1', user_id: 'u1' };
const team = { id: 't1', name: 'lab' };
const reaction = { user_id: 'u1', post_id: 'p1', emoji_name: '+1' };
const written = { channel_id: 'c1', message: 'hi', pending_post_id: 'u1:1' };
const whisper = { channel_id: 'c1', message: 'hi' };

/** One call of a method of the client. */
export interface Example {
  name: string;
  call: (rest: RestClient) => Promise<unknown>;
  /** Method, path below `/api/v4` and body. */
  asks: string;
  answer: object;
  /** The value that the method resolves to. */
  returns: object | undefined;
}

/** Every method of the client, called once; those that do not answer with JSON have tests of their own. */
export const everyCall: readonly Example[] = [
  example('users.me', r => r.users.me(), 'GET /users/me', user),
  example('users.get', r => r.users.get('u1'), 'GET /users/u1', user),
  example('users.getByUsername', r => r.users.getByUsername('Alice'), 'GET /users/username/alice', user),
  example('users.getByIds', r => r.users.getByIds(['u1']), 'POST /users/ids ["u1"]', [user]),
  example('users.getByUsernames', r => r.users.getByUsernames(['Alice']), 'POST /users/usernames ["alice"]', [user]),
  example('users.search', r => r.users.search({ term: 'al' }), 'POST /users/search {"term":"al"}', [user]),
  example('users.inTeam', r => readAll(r.users.inTeam('t1')), 'GET /users?in_team=t1&page=0&per_page=200', [user]),
  example(
    'users.autocomplete',
    r => r.users.autocomplete({ name: 'al', in_team: 't1' }),
    'GET /users/autocomplete?name=al&in_team=t1',
    { users: [user] },
    { users: [user], out_of_channel: [] },
  ),
  example('teams.members', r => readAll(r.teams.members('t1')), 'GET /teams/t1/members?page=0&per_page=200', [
    teamMember,
  ]),
  example('teams.getMember', r => r.teams.getMember('t1', 'u1'), 'GET /teams/t1/members/u1', teamMember),
  example('teams.mine', r => r.teams.mine(), 'GET /users/me/teams', [team]),
  example('teams.get', r => r.teams.get('t1'), 'GET /teams/t1', team),
  example('teams.getByName', r => r.teams.getByName('lab'), 'GET /teams/name/lab', team),
  example('channels.get', r => r.channels.get('c1'), 'GET /channels/c1', channel),
  example('channels.getByName', r => r.channels.getByName('t1', 'ops'), 'GET /teams/t1/channels/name/ops', channel),
  example('channels.getDirect', r => r.channels.getDirect('u1', 'u2'), 'POST /channels/direct ["u1","u2"]', channel),
  example('channels.getGroup', r => r.channels.getGroup(['u1', 'u2']), 'POST /channels/group ["u1","u2"]', channel),
  example('channels.mine', r => r.channels.mine('t1'), 'GET /users/me/teams/t1/channels', [channel]),
  example('channels.listAll', r => r.channels.listAll(), 'GET /users/me/channels', [channel]),
  example(
    'channels.create',
    r => r.channels.create(newChannel),
    `POST /channels ${JSON.stringify(newChannel)}`,
    channel,
  ),
  example('channels.myMemberships', r => r.channels.myMemberships('t1'), 'GET /users/me/teams/t1/channels/members', [
    member,
  ]),
  example('channels.search', r => r.channels.search('t1', 'op'), 'POST /teams/t1/channels/search {"term":"op"}', [
    channel,
  ]),
  example('channels.view', r => r.channels.view('c1'), 'POST /channels/members/me/view {"channel_id":"c1"}', done),
  example('channels.members', r => readAll(r.channels.members('c1')), 'GET /channels/c1/members?page=0&per_page=200', [
    member,
  ]),
  example('channels.getMember', r => r.channels.getMember('c1', 'u1'), 'GET /channels/c1/members/u1', member),
  example(
    'channels.addMember',
    r => r.channels.addMember('c1', 'u1'),
    'POST /channels/c1/members {"user_id":"u1"}',
    member,
  ),
  example('channels.removeMember', r => r.channels.removeMember('c1', 'u1'), 'DELETE /channels/c1/members/u1', done),
  example('posts.create', r => r.posts.create(written), `POST /posts ${JSON.stringify(written)}`, post),
  example('posts.get', r => r.posts.get('p1'), 'GET /posts/p1', post),
  example('posts.getByIds', r => r.posts.getByIds(['p1']), 'POST /posts/ids ["p1"]', [post]),
  example('posts.patch', r => r.posts.patch('p1', { message: 'x' }), 'PUT /posts/p1/patch {"message":"x"}', post),
  example('posts.delete', r => r.posts.delete('p1'), 'DELETE /posts/p1', done),
  example('posts.thread', r => r.posts.thread('p1'), 'GET /posts/p1/thread', list),
  example('posts.page', r => r.posts.page('c1'), 'GET /channels/c1/posts?page=0&per_page=60', list),
  example('posts.since', r => r.posts.since('c1', 99), 'GET /channels/c1/posts?since=99', list),
  example('posts.after', r => r.posts.after('c1', 'p1'), 'GET /channels/c1/posts?after=p1&page=0&per_page=60', list),
  example('posts.before', r => r.posts.before('c1', 'p1'), 'GET /channels/c1/posts?before=p1&page=0&per_page=60', list),
  example('posts.allAfter', r => readAll(r.posts.allAfter('c1', 'p0')), walked('after=p0&'), list, [post]),
  example('posts.allBefore', r => readAll(r.posts.allBefore('c1')), walked(''), list, [post]),
  example(
    'posts.allInThread',
    r => readAll(r.posts.allInThread('p1')),
    'GET /posts/p1/thread?perPage=100&direction=down',
    list,
    [post],
  ),
  example(
    'posts.beforeInThread',
    r => r.posts.beforeInThread('p1', { id: 'p9', create_at: 9 }, 50),
    'GET /posts/p1/thread?perPage=50&direction=up&fromPost=p9&fromCreateAt=9',
    list,
    [post],
  ),
  example('posts.pinned', r => r.posts.pinned('c1'), 'GET /channels/c1/pinned', list),
  example(
    'posts.search',
    r => r.posts.search('t1', { terms: 'hi' }),
    'POST /teams/t1/posts/search {"is_or_search":false,"terms":"hi"}',
    list,
  ),
  example(
    'posts.createEphemeral',
    r => r.posts.createEphemeral('u1', whisper),
    `POST /posts/ephemeral ${JSON.stringify({ user_id: 'u1', post: whisper })}`,
    post,
  ),
  example('posts.pin', r => r.posts.pin('p1'), 'POST /posts/p1/pin', done),
  example('posts.unpin', r => r.posts.unpin('p1'), 'POST /posts/p1/unpin', done),
  example('reactions.add', r => r.reactions.add(reaction), `POST /reactions ${JSON.stringify(reaction)}`, reaction),
  example('reactions.remove', r => r.reactions.remove(reaction), 'DELETE /users/u1/posts/p1/reactions/%2B1', done),
  example('reactions.list', r => r.reactions.list('p1'), 'GET /posts/p1/reactions', [reaction]),
  example(
    'typing.start',
    r => r.typing.start('c1', 'p1'),
    'POST /users/me/typing {"channel_id":"c1","parent_id":"p1"}',
    done,
  ),
  example('status.get', r => r.status.get('u1'), 'GET /users/u1/status', status),
  example('status.getByIds', r => r.status.getByIds(['u1']), 'POST /users/status/ids ["u1"]', [status]),
  example('status.set', r => r.status.set('u1', 'dnd'), `PUT /users/u1/status ${JSON.stringify(status)}`, status),
  example('files.getInfo', r => r.files.getInfo('f1'), 'GET /files/f1/info', file),
  example('files.ofPost', r => r.files.ofPost('p1'), 'GET /posts/p1/files/info', [file]),
  example('commands.list', r => r.commands.list('t1'), 'GET /commands?team_id=t1&custom_only=true', [command]),
  example('commands.get', r => r.commands.get('x1'), 'GET /commands/x1', command),
  example(
    'commands.create',
    r => r.commands.create(newCommand),
    `POST /commands ${JSON.stringify(newCommand)}`,
    command,
  ),
  example(
    'commands.update',
    r => r.commands.update({ id: 'x1', ...newCommand }),
    `PUT /commands/x1 ${JSON.stringify({ id: 'x1', ...newCommand })}`,
    command,
  ),
  example('commands.delete', r => r.commands.delete('x1'), 'DELETE /commands/x1', done),
  example(
    'commands.execute',
    r => r.commands.execute({ command: '/oc hi', channel_id: 'c1' }),
    'POST /commands/execute {"command":"/oc hi","channel_id":"c1"}',
    { text: 'hello' },
  ),
  example(
    'interactions.openDialog',
    r => r.interactions.openDialog(dialog),
    `POST /actions/dialogs/open ${JSON.stringify(dialog)}`,
    done,
  ),
  example(
    'interactions.click',
    r => r.interactions.click('p1', 'yes', { selected_option: 'a' }),
    'POST /posts/p1/actions/yes {"selected_option":"a"}',
    { status: 'OK', trigger_id: 'tr' },
  ),
  example('system.ping', r => r.system.ping(), 'GET /system/ping', { status: 'OK', AndroidLatestVersion: '' }),
  example('system.clientConfig', r => r.system.clientConfig(), 'GET /config/client?format=old', { Version: '5.37.0' }),
  example(
    'system.version',
    r => r.system.version(),
    'GET /config/client?format=old',
    { Version: '11.1.0' },
    { release: '11.1.0', major: 11, minor: 1, patch: 0 },
  ),
];

function walked(anchor: string): string {
  return `GET /channels/c1/posts?${anchor}page=0&per_page=200&skipFetchThreads=true`;
}

export async function readAll<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function example(name: string, call: Example['call'], asks: string, answer: object, returns?: object): Example {
  return { name, call, asks, answer, returns: returns ?? (answer === done ? undefined : answer) };
}
