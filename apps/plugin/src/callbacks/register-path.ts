import { registerPluginHttpRoute } from 'openclaw/plugin-sdk/webhook-ingress';
import { answerCallback } from './answer-callback.ts';
import type { RegisterPath } from './open-routes.ts';

/**
 * Registers a path with OpenClaw while the gateway runs. It stays registered when the account stops, so that calls get a
 * 503 until it runs again.
 */
export const registerPath: RegisterPath = (path, accountId, log) => {
  registerPluginHttpRoute({
    ...{ path, accountId, match: 'exact', auth: 'plugin', handler: answerCallback },
    pluginId: 'mattermost',
    source: 'mattermost-callbacks',
    // After a reload of the plugin, the calls go to the new copy of its modules.
    replaceExisting: true,
    log: line => log.debug(line),
  });
};
