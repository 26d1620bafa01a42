import { startMattermost } from '@clawmost/mm-testserver';

/** The Mattermost of a demo, and who takes part. */
export interface DemoServer {
  readonly baseUrl: string;
  readonly botToken: string;
  /** Absent on a real server without MATTERMOST_USER_TOKEN: then the terminal cannot be used to talk. */
  readonly personToken: string | undefined;
  /** One line for the user. */
  readonly description: string;
  stop(): Promise<void>;
}

/** The user's own server when the variables name one, else an embedded one with a bot and a person on it. */
export async function openServer(env: NodeJS.ProcessEnv): Promise<DemoServer> {
  const { MATTERMOST_URL: baseUrl, MATTERMOST_BOT_TOKEN: botToken, MATTERMOST_USER_TOKEN: personToken } = env;
  if (baseUrl && botToken) {
    return { baseUrl, botToken, personToken, description: 'your own, from MATTERMOST_URL', stop: async () => {} };
  }
  if (baseUrl || botToken) {
    throw new Error('To use your own Mattermost, set both MATTERMOST_URL and MATTERMOST_BOT_TOKEN.');
  }
  const mattermost = await startMattermost();
  const team = mattermost.addTeam('playground');
  const you = team.addPerson('you');
  const claw = team.addBot('claw');
  team.addChannel('ops', { members: [you, claw] });
  return {
    baseUrl: mattermost.url,
    botToken: claw.token,
    personToken: you.token,
    description: 'embedded',
    stop: () => mattermost.stop(),
  };
}
