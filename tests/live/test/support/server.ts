import { startMattermost } from '@clawmost/mm-testserver';

/** The server that a run tests, with the token of an administrator. */
export interface ServerUnderTest {
  readonly url: string;
  readonly adminToken: string;
  /** Whether it keeps running after the run, so that the run must clean up. */
  readonly real: boolean;
  close(): Promise<void>;
}

/** The real server that the variables name, else an embedded one. */
export async function openServer(): Promise<ServerUnderTest> {
  const { MATTERMOST_LIVE_URL: url, MATTERMOST_LIVE_ADMIN_TOKEN: adminToken } = process.env;
  if (url && adminToken) return { url: url.replace(/\/+$/, ''), adminToken, real: true, close: async () => {} };
  // A small limit, so that a test can exceed it quickly.
  const mattermost = await startMattermost({ config: { MaxFileSize: 1_048_576 } });
  return { url: mattermost.url, adminToken: mattermost.admin.token, real: false, close: () => mattermost.stop() };
}
