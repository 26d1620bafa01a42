import type { RestClient } from '@clawmost/mm-rest';
import { parseTarget } from './target.ts';

/** How many direct channels are remembered. */
const mostRemembered = 1_000;

/** Returns the function that finds the channel of a target; a person's direct channel is made if there is none yet. */
export function createChannelOf(
  rest: Pick<RestClient, 'channels'>,
  botId: string,
): (target: string, signal?: AbortSignal) => Promise<string> {
  const direct = new Map<string, string>();
  return async (raw, signal) => {
    const target = parseTarget(raw);
    if (!target) throw new Error(`"${raw}" is no target: use user:<id> or channel:<id>, with a 26-character id.`);
    if (target.kind === 'channel') return target.id;
    const known = direct.get(target.id);
    if (known) return known;
    const { id } = await rest.channels.getDirect(botId, target.id, signal && { signal });
    if (direct.size >= mostRemembered) direct.clear();
    direct.set(target.id, id);
    return id;
  };
}
