import { runOpenClaw } from './cli.ts';
import type { Home } from './home.ts';

/** Installs a plugin into a home: from a folder, which is linked, or from a packed tarball, which is copied. */
export async function installPlugin(home: Home, source: string, signal?: AbortSignal): Promise<void> {
  const link = source.endsWith('.tgz') ? [] : ['--link'];
  const args = ['plugins', 'install', ...link, source, '--force', '--accept-capabilities'];
  const { code, stdout, stderr } = await runOpenClaw(home, args, { timeoutMs: 300_000, ...(signal && { signal }) });
  if (code !== 0) throw new Error(`openclaw ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
}

/** Writes what `openclaw plugins install --link` writes; the command itself takes seconds. */
export function linkPlugin(home: Home, folder: string): void {
  const plugins = { load: { paths: [folder] }, entries: { mattermost: { enabled: true } } };
  home.writeConfig({ ...home.readConfig(), plugins });
}

/**
 * Adds the `channels.mattermost` section. Only after the plugin has been installed: a host that finds the section
 * without a plugin for it looks for one on the network first.
 */
export function configureMattermost(home: Home, section: object): void {
  const config = home.readConfig();
  home.writeConfig({ ...config, channels: { ...(config.channels as object | undefined), mattermost: section } });
}
