/** What an account needs before anything else is configured. */
export const credentials: { readonly botToken: string; readonly baseUrl: string } = {
  botToken: 't',
  baseUrl: 'https://chat.example.com',
};

/** A configuration with a `channels.mattermost` section. */
export function withSection(mattermost: object): { channels: { mattermost: object } } {
  return { channels: { mattermost } };
}
