import { standInModel, startStandIn } from '../model/stand-in.ts';
import type { ModelEndpoint } from '../openclaw/config.ts';

/** The model of a demo. */
export interface DemoModel extends ModelEndpoint {
  /** One line for the user. */
  readonly description: string;
  stop(): Promise<void>;
}

/** How long the stand-in pauses between two words, so that typing can be seen. */
const wordDelayMs = 40;

/** The user's own model when the variables name one, else a stand-in that needs no account. */
export async function openModel(env: NodeJS.ProcessEnv): Promise<DemoModel> {
  const { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey, OPENAI_MODEL: model } = env;
  if (baseUrl || apiKey || model) {
    if (!model) throw new Error('To use a real model, set OPENAI_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL.');
    const url = baseUrl ?? 'https://api.openai.com/v1';
    return { baseUrl: url, apiKey: apiKey ?? 'none', model, description: `${model} at ${url}`, stop: async () => {} };
  }
  const standIn = await startStandIn({ wordDelayMs });
  return {
    baseUrl: standIn.baseUrl,
    apiKey: 'none',
    model: standInModel,
    description: 'offline stand-in, repeats what you say (set OPENAI_MODEL and OPENAI_API_KEY for a real one)',
    stop: () => standIn.stop(),
  };
}
