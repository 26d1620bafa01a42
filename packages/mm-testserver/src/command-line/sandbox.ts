import { startMattermost } from '../start.ts';
import type { Account } from '../story/account.ts';
import type { Mattermost } from '../story/mattermost.ts';
import type { MattermostVersion } from '../traits.ts';

/** A server with a team, a channel, people and a bot. */
export interface Sandbox {
  readonly mattermost: Mattermost;
  readonly contents: SandboxContents;
}

/** What the command line prints about it. */
export interface SandboxContents {
  readonly version: MattermostVersion;
  readonly url: string;
  readonly websocket_url: string;
  readonly team: { readonly id: string; readonly name: string };
  /** All of them are members. */
  readonly channel: { readonly id: string; readonly name: string };
  /** An administrator, two people and a bot. */
  readonly accounts: readonly SandboxAccount[];
}

interface SandboxAccount {
  readonly username: string;
  readonly role: 'administrator' | 'person' | 'bot';
  readonly id: string;
  readonly token: string;
}

/** Starts a server on a port. */
export async function openSandbox(options: {
  readonly port: number;
  readonly version: MattermostVersion;
}): Promise<Sandbox> {
  const mattermost = await startMattermost(options);
  const team = mattermost.addTeam('acme');
  const [alice, bob, claw] = [team.addPerson('alice'), team.addPerson('bob'), team.addBot('claw')];
  const channel = team.addChannel('ops', { members: [alice, bob, claw] });
  return {
    mattermost,
    contents: {
      version: options.version,
      url: mattermost.url,
      websocket_url: `${mattermost.url.replace('http', 'ws')}/api/v4/websocket`,
      team: { id: team.id, name: team.name },
      channel: { id: channel.id, name: channel.name },
      accounts: [
        account(mattermost.admin, 'administrator'),
        account(alice, 'person'),
        account(bob, 'person'),
        account(claw, 'bot'),
      ],
    },
  };
}

function account({ username, id, token }: Account, role: SandboxAccount['role']): SandboxAccount {
  return { username, role, id, token };
}
