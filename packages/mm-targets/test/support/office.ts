import { createRestClient, type RestClient } from '@clawmost/mm-rest';
import {
  type Bot,
  type FaultAnswer,
  type Mattermost,
  type MattermostOptions,
  type Person,
  startMattermost,
  type Team,
} from '@clawmost/mm-testserver';
import { onTestFinished } from 'vitest';
import { createTargets, type Targets, type TargetsOptions } from '../../src/index.ts';

/** What a test changes. */
export interface OfficeOptions extends MattermostOptions {
  readonly targets?: Partial<TargetsOptions>;
}

/** A server with two teams, a person and a bot. */
export interface Office {
  readonly mattermost: Mattermost;
  readonly acme: Team;
  readonly beta: Team;
  readonly alice: Person;
  /** A plain member of both teams. */
  readonly claw: Bot;
  /** A client of the administrator, for changes of the test. */
  readonly asAdmin: RestClient;
  readonly targets: Targets;
  /** The requests of the bot, such as `GET /users/me`. */
  requests(pattern?: RegExp): string[];
  /** Adds a person with names beside the user name to acme; resolves to the id. */
  addNamed(username: string, names: { first_name?: string; last_name?: string; nickname?: string }): Promise<string>;
}

/**
 * Starts an embedded Mattermost with the teams acme and beta, and a bot that is a plain member of both; it ends with the
 * test. Failed requests are not repeated by the client.
 */
export async function openOffice({ targets: options, ...server }: OfficeOptions = {}): Promise<Office> {
  const mattermost = await startMattermost(server);
  onTestFinished(() => mattermost.stop());
  const [acme, beta] = [mattermost.addTeam('acme'), mattermost.addTeam('beta')];
  const [alice, claw] = [acme.addPerson('alice'), acme.addBot('claw')];
  beta.add(claw);
  const asAdmin = createRestClient({ baseUrl: mattermost.url, token: mattermost.admin.token });
  return {
    ...{ mattermost, acme, beta, alice, claw, asAdmin },
    targets: targetsOf(mattermost.url, claw, options),
    requests: (pattern = /./) =>
      mattermost.requests
        .filter(({ username }) => username === claw.username)
        .map(({ method, path }) => `${method} ${path.replace('/api/v4', '')}`)
        .filter(request => pattern.test(request)),
    addNamed: async (username: string, names: { first_name?: string; last_name?: string; nickname?: string }) => {
      const body = { username, email: `${username}@example.com`, password: 'Password-12345', ...names };
      const response = await fetch(`${mattermost.url}/api/v4/users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${mattermost.admin.token}` },
        body: JSON.stringify(body),
      });
      const { id } = (await response.json()) as { id: string };
      acme.add({ id, username, token: '' });
      return id;
    },
  };
}

/** The targets of a bot. */
export function targetsOf(baseUrl: string, bot: Bot | Person, options?: Partial<TargetsOptions>): Targets {
  const rest = createRestClient({ baseUrl, token: bot.token, maxAttempts: 1 });
  return createTargets({ rest, servers: [baseUrl], ...options });
}

/** An answer of Mattermost with an error, for a fault. */
export function errorAnswer(status: number, id: string): FaultAnswer {
  const body = JSON.stringify({ id, message: 'It failed.', detailed_error: '', request_id: 'r', status_code: status });
  return { status, headers: { 'Content-Type': 'application/json' }, body };
}
