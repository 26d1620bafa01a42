import { randomBytes } from 'node:crypto';
import type { ServerUnderTest } from './server.ts';

/** Somebody with an account on the server. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly token: string;
}

/** What a run works with; everything is made over the API and named so that runs do not meet. */
export interface Seed {
  readonly teamId: string;
  readonly person: Account;
  readonly bot: Account;
  readonly channelId: string;
  /** Takes away what a server lets go of: the team is archived, the accounts are deactivated. */
  remove(): Promise<void>;
}

type Json = Record<string, string>;

const password = 'Passw0rd!Passw0rd';

/** Makes a team with a person, a bot and a channel in it. */
export async function seed({ url, adminToken }: ServerUnderTest): Promise<Seed> {
  async function call(method: string, path: string, body?: unknown): Promise<{ json: Json; headers: Headers }> {
    const response = await fetch(`${url}/api/v4${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as Json;
    if (!response.ok) throw new Error(`seeding: ${method} ${path} answered ${response.status}: ${json['id']}`);
    return { json, headers: response.headers };
  }
  const create = async (path: string, body: unknown): Promise<string> => {
    const { json } = await call('POST', path, body);
    return (json['id'] ?? json['user_id']) as string;
  };

  const run = randomBytes(4).toString('hex');
  const names = { team: `clawmost-${run}`, person: `person-${run}`, bot: `claw-${run}` };
  const teamId = await create('/teams', { name: names.team, display_name: names.team, type: 'O' });
  const email = `${names.person}@example.com`;
  const personId = await create('/users', { username: names.person, email, password });
  const login = await call('POST', '/users/login', { login_id: names.person, password });
  const botId = await create('/bots', { username: names.bot, display_name: names.bot });
  const { json: botToken } = await call('POST', `/users/${botId}/tokens`, { description: 'live' });
  for (const user_id of [personId, botId]) await call('POST', `/teams/${teamId}/members`, { team_id: teamId, user_id });
  const channelId = await create('/channels', { team_id: teamId, name: 'ops', display_name: 'Ops', type: 'O' });
  for (const user_id of [personId, botId]) await call('POST', `/channels/${channelId}/members`, { user_id });

  return {
    teamId,
    channelId,
    person: { id: personId, username: names.person, token: login.headers.get('token') as string },
    bot: { id: botId, username: names.bot, token: botToken['token'] as string },
    async remove() {
      await call('POST', `/bots/${botId}/disable`);
      await call('DELETE', `/users/${personId}`);
      await call('DELETE', `/teams/${teamId}`);
    },
  };
}
