import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  configureMattermost,
  createHome,
  freePort,
  type Gateway,
  gatewayConfig,
  type Home,
  installPlugin,
  pluginFolder,
  type StandIn,
  standInModel,
  startChannel,
  startGateway,
} from '@clawmost/playground';

/** A gateway that the soak starts and kills many times. */
export interface GatewayProcess {
  /** How often it ended by itself. */
  readonly crashes: number;
  /** When it was last started. */
  readonly startedAt: number;
  /** Resolves once the bot is signed in. */
  start(): Promise<void>;
  /** SIGKILL: nothing is saved. */
  kill(): Promise<void>;
  /** Ends it with SIGTERM. */
  stop(): Promise<void>;
}

/** A gateway that is installed and configured, and not started yet. */
export interface PreparedGateway {
  readonly gateway: GatewayProcess;
  /** Where the plugin keeps its ledger. */
  readonly stateFile: string;
}

/** How long a start may take on a busy machine. */
const patience = { timeoutMs: 240_000 };

/** After three unclean ends within 5 minutes the host starts no channel by itself, and logs the command that does. */
const suppressed = /channel autostart suppressed by crash-loop breaker/;

/** Sets a gateway up in a folder, with the plugin in it; what it logs goes into a file there. */
export async function prepareGateway(dir: string, model: StandIn, channel: object): Promise<PreparedGateway> {
  const config = gatewayConfig(dir, await freePort(), { baseUrl: model.baseUrl, apiKey: 'none', model: standInModel });
  // By default the direct messages of all people share one session.
  const home = createHome(dir, { ...config, session: { dmScope: 'per-channel-peer' } });
  await installPlugin(home, pluginFolder);
  configureMattermost(home, channel);
  return {
    gateway: gatewayProcess(home, join(dir, 'gateway-output.log')),
    stateFile: join(dir, 'state', 'mattermost', 'default.sqlite'),
  };
}

function gatewayProcess(home: Home, logFile: string): GatewayProcess {
  let running: Gateway | undefined;
  let crashes = 0;
  let startedAt = 0;

  async function end(how: 'kill' | 'stop'): Promise<void> {
    const ending = running;
    running = undefined;
    if (ending === undefined) return;
    if (!isAlive(ending.pid)) crashes += 1;
    await ending[how]();
  }

  return {
    get crashes() {
      return crashes;
    },
    get startedAt() {
      return startedAt;
    },
    async start() {
      startedAt = Date.now();
      const gateway = startGateway(home, line => appendFileSync(logFile, `${line}\n`));
      running = gateway;
      const first = await gateway.waitForLog(new RegExp(`signed in to|${suppressed.source}`), patience);
      if (suppressed.test(first)) {
        await startChannel(home);
        await gateway.waitForLog(/signed in to/, patience);
      }
    },
    kill: () => end('kill'),
    stop: () => end('stop'),
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
