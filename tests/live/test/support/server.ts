import { execSync } from 'node:child_process';
import { startMattermost } from '@clawmost/mm-testserver';

/** Settings of the server that a test asks for; the others stay as they are. */
export interface WantedSettings {
  /** Whether people write only to those with whom they share a team. */
  readonly RestrictDirectMessage?: 'any' | 'team';
}

/** The server that a run tests, with the token of an administrator. */
export interface ServerUnderTest {
  readonly url: string;
  readonly adminToken: string;
  /** Whether it keeps running after the run, so that the run must clean up. */
  readonly real: boolean;
  /**
   * Applies the settings that the test asks for. Call it when the accounts have been made: a server that restricts direct
   * messages makes no bots, because it cannot greet their owner.
   */
  applySettings(): Promise<void>;
  /** Stops the server and starts it again; resolves when it answers. Absent when the run has no way to do that. */
  restart?(): Promise<void>;
  close(): Promise<void>;
}

/** The real server that the variables name, else an embedded one. */
export async function openServer(wanted: WantedSettings = {}): Promise<ServerUnderTest> {
  const { MATTERMOST_LIVE_URL, MATTERMOST_LIVE_ADMIN_TOKEN: adminToken } = process.env;
  if (MATTERMOST_LIVE_URL && adminToken) {
    const url = MATTERMOST_LIVE_URL.replace(/\/+$/, '');
    return { url, adminToken, real: true, ...restartOf(url), ...settingsOf(url, adminToken, wanted) };
  }
  // A small limit, so that a test can exceed it quickly.
  const mattermost = await startMattermost({ config: { MaxFileSize: 1_048_576, ...wanted } });
  return {
    ...{ url: mattermost.url, adminToken: mattermost.admin.token, real: false },
    applySettings: async () => {},
    restart: () => mattermost.restart(),
    close: () => mattermost.stop(),
  };
}

/** Changes settings of a real server, and changes them back at the end. */
function settingsOf(
  url: string,
  adminToken: string,
  { RestrictDirectMessage }: WantedSettings,
): Pick<ServerUnderTest, 'applySettings' | 'close'> {
  const call = async (method: string, path: string, body?: object): Promise<string> => {
    const response = await fetch(`${url}/api/v4/config${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as { TeamSettings: { RestrictDirectMessage: string } };
    if (!response.ok) throw new Error(`${method} /config${path} answered ${response.status}`);
    return json.TeamSettings.RestrictDirectMessage;
  };
  const set = (value: string) => call('PUT', '/patch', { TeamSettings: { RestrictDirectMessage: value } });
  let before: string | undefined;
  return {
    async applySettings() {
      if (RestrictDirectMessage === undefined) return;
      before = await call('GET', '');
      await set(RestrictDirectMessage);
    },
    async close() {
      if (before !== undefined) await set(before);
    },
  };
}

/** With MATTERMOST_LIVE_RESTART, a command that restarts the server. */
function restartOf(url: string): Pick<ServerUnderTest, 'restart'> {
  const command = process.env['MATTERMOST_LIVE_RESTART'];
  if (!command) return {};
  const isUp = () =>
    fetch(`${url}/api/v4/system/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
  const restart = async () => {
    execSync(command, { stdio: 'ignore' });
    while (!(await isUp())) await new Promise(resolve => setTimeout(resolve, 200));
  };
  return { restart };
}
