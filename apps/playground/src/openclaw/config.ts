import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { OpenClawConfig } from './home.ts';

/** The model of the agent: any server with the OpenAI chat completions API. */
export interface ModelEndpoint {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

/** The smallest configuration of a gateway that only this machine can reach; it has no channel. */
export function gatewayConfig(dir: string, port: number, { baseUrl, apiKey, model }: ModelEndpoint): OpenClawConfig {
  return {
    gateway: {
      mode: 'local',
      port,
      bind: 'loopback',
      auth: { mode: 'token', token: randomBytes(24).toString('hex') },
    },
    logging: { file: join(dir, 'gateway.log') },
    models: {
      mode: 'replace',
      providers: {
        playground: {
          baseUrl,
          apiKey,
          api: 'openai-completions',
          models: [
            {
              id: model,
              name: model,
              reasoning: false,
              input: ['text'],
              cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
              contextWindow: 128_000,
              maxTokens: 8_000,
            },
          ],
        },
      },
    },
    agents: {
      defaults: { model: { primary: `playground/${model}` }, workspace: join(dir, 'workspace'), skipBootstrap: true },
    },
  };
}
