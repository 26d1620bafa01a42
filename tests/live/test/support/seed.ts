import { randomBytes } from 'node:crypto';
import type { ServerUnderTest } from './server.ts';

/** An account on the server. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly token: string;
  /** The id of a bot's token; the sessions of people have none. */
  readonly tokenId?: string;
}

/** What a run works with. Everything is created over the API, with names that differ between runs. */
export interface Seed {
  readonly teamId: string;
  readonly teamName: string;
  readonly person: Account;
  readonly bot: Account;
  readonly channelId: string;
  /** Another person in the team. */
  addPerson(): Promise<Account>;
  /** A person in no team. */
  addOutsider(): Promise<Account>;
  /** Another bot in the team. */
  addBot(): Promise<Account>;
  /** Another channel of the team, with members. */
  addChannel(members: readonly Account[], type?: 'O' | 'P'): Promise<string>;
  /** Revokes a bot's token. */
  revoke(bot: Account): Promise<void>;
  /** Disables a bot. */
  disable(bot: Account): Promise<void>;
  /** Enables a bot that was disabled. */
  enable(bot: Account): Promise<void>;
  /** Removes as much as a server allows: the team is archived, the accounts are deactivated. */
  remove(): Promise<void>;
}

type Json = Record<string, string>;

const password = 'Passw0rd!Passw0rd';

/** Creates a team with a person, a bot and a channel in it. */
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
  const people: string[] = [];
  const bots: string[] = [];
  let channels = 0;

  const teamName = `clawmost-${run}`;
  const teamId = await create('/teams', { name: teamName, display_name: teamName, type: 'O' });
  const join = (user_id: string) => call('POST', `/teams/${teamId}/members`, { team_id: teamId, user_id });

  async function addPerson(): Promise<Account> {
    const person = await addOutsider();
    await join(person.id);
    return person;
  }

  async function addOutsider(): Promise<Account> {
    const username = `person${people.length || ''}-${run}`;
    const id = await create('/users', { username, email: `${username}@example.com`, password });
    people.push(id);
    const { headers } = await call('POST', '/users/login', { login_id: username, password });
    return { id, username, token: headers.get('token') as string };
  }

  async function addBot(): Promise<Account> {
    const username = `claw${bots.length || ''}-${run}`;
    const id = await create('/bots', { username, display_name: username });
    bots.push(id);
    const { json } = await call('POST', `/users/${id}/tokens`, { description: 'live' });
    await join(id);
    return { id, username, token: json['token'] as string, tokenId: json['id'] as string };
  }

  async function addChannel(members: readonly Account[], type: 'O' | 'P' = 'O'): Promise<string> {
    const name = `ops${channels++ || ''}`;
    const id = await create('/channels', { team_id: teamId, name, display_name: name.toUpperCase(), type });
    for (const member of members) await call('POST', `/channels/${id}/members`, { user_id: member.id });
    return id;
  }

  const person = await addPerson();
  const bot = await addBot();
  const channelId = await addChannel([person, bot]);
  return {
    teamId,
    teamName,
    channelId,
    person,
    bot,
    addPerson,
    addOutsider,
    addBot,
    addChannel,
    revoke: async ({ tokenId }) => void (await call('POST', '/users/tokens/revoke', { token_id: tokenId })),
    disable: async ({ id }) => void (await call('POST', `/bots/${id}/disable`)),
    enable: async ({ id }) => void (await call('POST', `/bots/${id}/enable`)),
    async remove() {
      for (const id of bots) await call('POST', `/bots/${id}/disable`);
      for (const id of people) await call('DELETE', `/users/${id}`);
      await call('DELETE', `/teams/${teamId}`);
    },
  };
}
