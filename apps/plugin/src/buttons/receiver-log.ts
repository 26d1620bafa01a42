import type { Logger } from '@clawmost/mm-hmac-buttons';
import type { AccountLog } from '../host/log.ts';

/** What an operator can do about a refused click, by the code of the refusal. */
const advice: Readonly<Record<string, string>> = {
  'forbidden-source':
    'add the address of the Mattermost server to interactions.allowedSourceIps, or its proxy to gateway.trustedProxies',
  'invalid-token':
    'sign all fields of the context with the bot token of this account, with sorted keys and without spaces',
  'missing-token': 'a script that makes buttons must put a _token into their context',
  'tokens-off': 'interactions.scriptTokens is false, so buttons of scripts do not count',
  'unknown-action': 'the context’s action_id must be the id of an action on the post',
  'channel-mismatch': 'the button was signed for another channel',
};

/** Writes refusals and failures of the receiver to the log of the account, with ids and with what to do, and nothing secret. */
export function receiverLog(log: AccountLog): Logger {
  return {
    warn: (message, details) => log.warn(`mattermost interaction: ${message}${describe(details)}`),
    error: (message, error) => log.warn(`mattermost interaction: ${message}: ${String(error)}`),
  };
}

function describe(details: unknown): string {
  if (typeof details !== 'object' || details === null) return '';
  const { code, address, userId, channelId, postId } = details as Readonly<Record<string, string | undefined>>;
  const ids = Object.entries({ remote: address, user: userId, channel: channelId, post: postId })
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${value}`))
    .join(' ');
  const fix = code === undefined ? undefined : advice[code];
  return `${ids && ` ${ids}`}${fix ? ` — ${fix}` : ''}`;
}
