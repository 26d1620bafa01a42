import { type Mattermost, type MattermostOptions, startMattermost } from '../../src/index.ts';
import { type Integration, startIntegration } from '../support/integration.ts';
import type { Names } from './names.ts';
import type { Recording } from './recording.ts';

/** A server in the state before the recording. */
export interface Seeded {
  readonly mattermost: Mattermost;
  readonly names: Names;
  readonly integration: Integration;
}

/** Starts such a server. Users and bots are created over REST, with all their events and posts. */
export async function seed({ version, file, startedAt }: Recording, options: MattermostOptions = {}): Promise<Seeded> {
  const mattermost = await startMattermost({ ...options, version });
  const integration = await startIntegration();
  const ids = new Map<string, string>([
    ['$base', mattermost.url],
    ['$hook', integration.address],
    ['$time', '1795247216000'],
    ['$admin.id', mattermost.admin.id],
    ['$admin.token', mattermost.admin.token],
  ]);
  const of = (name: string): string => ids.get(name) ?? '';

  const call = async (as: string, method: string, path: string, body: unknown): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${of(`$${as}.token`)}` };
    const response = await fetch(`${mattermost.url}/api/v4${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`seeding: ${method} ${path}: ${await response.text()}`);
    return { token: response.headers.get('token') ?? '', ...Object(await response.json()) };
  };

  ids.set(
    '$team.id',
    (await call('admin', 'POST', '/teams', { name: 'lab', display_name: 'Lab', type: 'O' }))['id'] ?? '',
  );
  for (const username of ['alice', 'bob']) {
    const account = { username, email: `${username}@example.com`, password: 'Passw0rd!Passw0rd!' };
    ids.set(`$${username}.id`, (await call('nobody', 'POST', '/users', account))['id'] ?? '');
    const login = { login_id: username, password: account.password };
    ids.set(`$${username}.token`, (await call('nobody', 'POST', '/users/login', login))['token'] ?? '');
  }
  for (const [name, username] of [
    ['claw', 'claw'],
    ['claw2', 'clawtwo'],
  ] as const) {
    ids.set(
      `$${name}.id`,
      (await call('admin', 'POST', '/bots', { username, display_name: username }))['user_id'] ?? '',
    );
    const made = await call('admin', 'POST', `/users/${of(`$${name}.id`)}/tokens`, { description: 'bot' });
    ids.set(`$${name}.token`, made['token'] ?? '');
  }
  const team = of('$team.id');
  for (const name of ['alice', 'bob', 'claw', 'claw2']) {
    await call('admin', 'POST', `/teams/${team}/members`, { team_id: team, user_id: of(`$${name}.id`) });
  }
  const roles = `/teams/${team}/members/${of('$claw.id')}/roles`;
  await call('admin', 'PUT', roles, { roles: 'team_user team_admin' });
  for (const [name, type] of [
    ['ops', 'O'],
    ['priv', 'P'],
  ] as const) {
    const made = await call('admin', 'POST', '/channels', { team_id: team, name, display_name: name, type });
    ids.set(`$${name}.id`, made['id'] ?? '');
  }
  for (const name of ['alice', 'bob', 'claw', 'claw2']) {
    await call('admin', 'POST', `/channels/${of('$ops.id')}/members`, { user_id: of(`$${name}.id`) });
  }
  await call('admin', 'POST', `/channels/${of('$priv.id')}/members`, { user_id: of('$claw.id') });
  const [alice, bob, claw] = [of('$alice.id'), of('$bob.id'), of('$claw.id')];
  // The recorder of the older versions had opened these channels before.
  if (version === '5.37' || version === '6.7') {
    ids.set('$dm.id', (await call('alice', 'POST', '/channels/direct', [alice, claw]))['id'] ?? '');
    ids.set('$gm.id', (await call('claw', 'POST', '/channels/group', [claw, alice, bob]))['id'] ?? '');
  }
  if (file === 'mattermost-6.7.json') await call('bob', 'POST', '/channels/direct', [bob, claw]);
  // On the recorded server the bot was still online, because it had just written.
  if (file === 'mattermost-5.37-faults.json') {
    await call('claw', 'POST', '/posts', { channel_id: of('$priv.id'), message: 'still here' });
  }
  return { mattermost, integration, names: { ids, times: new Map(), startedAt } };
}

/** Stops the server and its integration. */
export async function stop({ mattermost, integration }: Seeded): Promise<void> {
  integration.close();
  await mattermost.stop();
}
