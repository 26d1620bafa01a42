import {
  type Bot,
  type Channel,
  type Mattermost,
  type MattermostVersion,
  type Person,
  startMattermost,
  type Team,
} from '@clawmost/mm-testserver';
import { Client4 } from '@mattermost/client';
import { onTestFinished } from 'vitest';

/** A server with a bot and two people, and Mattermost's own client for two of them. */
export interface Office {
  readonly mattermost: Mattermost;
  readonly team: Team;
  readonly ops: Channel;
  readonly alice: Person;
  readonly bob: Person;
  readonly claw: Bot;
  /** Signed in as the bot. */
  readonly client: Client4;
  clientOf(who: { readonly token: string }): Client4;
}

/** Starts a server that stops with the test. */
export async function openOffice(version: MattermostVersion = '11.1'): Promise<Office> {
  const mattermost = await startMattermost({ version });
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, bob, claw] = [team.addPerson('alice'), team.addPerson('bob'), team.addBot('claw')];
  const ops = team.addChannel('ops', { members: [alice, bob, claw] });
  const clientOf: Office['clientOf'] = ({ token }) => {
    const client = new Client4();
    client.setUrl(mattermost.url);
    client.setToken(token);
    return client;
  };
  return { mattermost, team, ops, alice, bob, claw, client: clientOf(claw), clientOf };
}
