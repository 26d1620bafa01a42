import type { OpenClawPluginApi } from 'openclaw/plugin-sdk/channel-core';
import { pathPrefixes } from './paths.ts';

/**
 * Registers all paths below ours when OpenClaw loads the plugin: the gateway takes calls up to two seconds before it
 * starts the accounts. Paths elsewhere are registered when their account starts.
 */
export function registerCallbacks(api: Pick<OpenClawPluginApi, 'registerHttpRoute'>): void {
  for (const path of pathPrefixes) {
    api.registerHttpRoute({
      path,
      match: 'prefix',
      auth: 'plugin',
      handler: async (request, response) => {
        const { answerCallback } = await import('./answer-callback.ts');
        return answerCallback(request, response);
      },
    });
  }
}
