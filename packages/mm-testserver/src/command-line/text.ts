import type { SandboxContents } from './sandbox.ts';

/** The contents of a sandbox for people to read. */
export function textOf({ version, url, websocket_url, team, channel, accounts }: SandboxContents): string {
  const width = Math.max(...accounts.map(({ username }) => username.length));
  const lines = accounts.map(
    ({ username, role, id, token }) => `  ${username.padEnd(width)}  ${role.padEnd(13)}  ${id}  ${token}`,
  );
  return `Mattermost ${version} for tests
  REST     ${url}/api/v4
  events   ${websocket_url}
  team     ${team.name} ${team.id}
  channel  ${channel.name} ${channel.id}

  ${'name'.padEnd(width)}  ${'role'.padEnd(13)}  ${'id'.padEnd(26)}  token
${lines.join('\n')}

Ctrl+C stops it.
`;
}
