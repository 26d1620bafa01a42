/** How the host's settings pages present the keys of the section. */
export const uiHints: Readonly<
  Record<string, { label: string; help?: string; sensitive?: boolean; advanced?: boolean }>
> = {
  botToken: { label: 'Bot token', help: 'From the bot account’s page in Mattermost.', sensitive: true },
  baseUrl: { label: 'Server address', help: 'Such as https://chat.example.com.' },
  dmPolicy: { label: 'Direct messages', help: 'Who may write to the bot: pairing, allowlist, open or disabled.' },
  allowFrom: { label: 'Allowed people', help: 'User ids; "*" for everybody.' },
  groupPolicy: { label: 'Channels', help: 'Who is answered in channels: allowlist, open or disabled.' },
  groupAllowFrom: { label: 'Allowed people in channels', help: 'User ids; without it, allowFrom counts.' },
  'network.dangerouslyAllowPrivateNetwork': { label: 'Private addresses', advanced: true },
};
