/** The options of `openclaw channels add --channel mattermost`. OpenClaw also reads them from package.json, without code. */
export const setupFields = {
  token: {
    kind: 'string',
    sensitive: true,
    cli: { flags: '--token <token>', description: 'Mattermost bot token' },
  },
  botToken: {
    kind: 'string',
    sensitive: true,
    cli: { flags: '--bot-token <token>', description: 'Mattermost bot token' },
  },
  httpUrl: {
    kind: 'string',
    cli: { flags: '--http-url <url>', description: 'Mattermost server address' },
  },
  useEnv: {
    kind: 'boolean',
    cli: { flags: '--use-env', description: 'Take MATTERMOST_BOT_TOKEN and MATTERMOST_URL from the environment' },
    envVars: ['MATTERMOST_BOT_TOKEN', 'MATTERMOST_URL'],
  },
} as const;
