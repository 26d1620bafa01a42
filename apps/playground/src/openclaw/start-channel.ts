import { runOpenClaw } from './cli.ts';
import type { Home } from './home.ts';

/** Starts the channel in a running gateway. After three unclean ends within 5 minutes OpenClaw does not do so by itself. */
export async function startChannel(home: Home): Promise<void> {
  const args = ['gateway', 'call', 'channels.start', '--params', JSON.stringify({ channel: 'mattermost' })];
  const { code, stdout, stderr } = await runOpenClaw(home, args);
  if (code !== 0) throw new Error(`openclaw ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
}
