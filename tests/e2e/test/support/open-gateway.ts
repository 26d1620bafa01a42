import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  configureMattermost,
  createHome,
  freePort,
  type Gateway,
  gatewayConfig,
  type Home,
  installPlugin,
  linkPlugin as linkFolder,
  type ModelAnswer,
  type ModelCall,
  type OpenClawConfig,
  pluginFolder,
  type StandIn,
  standInModel,
  startGateway,
  startStandIn,
} from '@clawmost/playground';

/** A gateway with the plugin in it, a model that answers as the test says, and their home folder. */
export interface OpenGateway {
  readonly home: Home;
  /** The running gateway; another one after `restart`. */
  readonly gateway: Gateway;
  readonly model: StandIn;
  /** Stops the gateway and starts another one in the same home. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Installs the plugin into a fresh home, configures the channel and starts the gateway. */
export async function openGateway(options: {
  /** The `channels.mattermost` section. */
  readonly channel: object;
  readonly answer?: (call: ModelCall) => ModelAnswer | Promise<ModelAnswer>;
  readonly env?: NodeJS.ProcessEnv;
  /** A folder or a tarball to install. @default the built plugin, linked as `plugins install --link` leaves it */
  readonly plugin?: string;
  /** Changes the rest of the configuration, such as agents; `dir` is the folder of the gateway. @default no change */
  readonly configure?: (config: OpenClawConfig, dir: string) => OpenClawConfig;
  /** Called between the installation and the start. */
  readonly beforeStart?: (home: Home) => Promise<void>;
}): Promise<OpenGateway> {
  const dir = mkdtempSync(join(tmpdir(), 'clawmost-e2e-'));
  const model = await startStandIn({ ...(options.answer && { answer: options.answer }) });
  const endpoint = { baseUrl: model.baseUrl, apiKey: 'none', model: standInModel };
  const home = createHome(dir, gatewayConfig(dir, await freePort(), endpoint), options.env);
  if (options.plugin) await installPlugin(home, options.plugin);
  else linkPlugin(home);
  if (options.configure) home.writeConfig(options.configure(home.readConfig(), dir));
  configureMattermost(home, options.channel);
  await options.beforeStart?.(home);
  let gateway = startGateway(home);
  return {
    home,
    get gateway() {
      return gateway;
    },
    model,
    async restart() {
      await gateway.stop();
      gateway = startGateway(home);
    },
    async close() {
      await gateway.stop();
      await model.stop();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Links the built plugin without the command of OpenClaw, which takes seconds. */
export function linkPlugin(home: Home): void {
  linkFolder(home, pluginFolder);
}

/** The settings that every account of the embedded server needs. */
export interface AccountSettings {
  readonly baseUrl: string;
  readonly botToken: string;
  readonly network: { readonly dangerouslyAllowPrivateNetwork: true };
}

/** The settings for a bot of the embedded server. */
export function accountFor(server: { readonly url: string }, bot: { readonly token: string }): AccountSettings {
  return { baseUrl: server.url, botToken: bot.token, network: { dangerouslyAllowPrivateNetwork: true } };
}
