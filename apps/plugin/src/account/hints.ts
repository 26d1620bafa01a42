import type { RestClient, ServerVersion, User } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { type MattermostAccount, settingPath } from '../config/accounts.ts';
import { listsOf, normalizeAllowEntry } from '../config/allow-from.ts';
import type { Hint } from '../server/account-activity.ts';

/** From here on a difference between the clocks is worth a warning; the event stream warns in the log at the same point. */
const clockHintMs = 5 * 60_000;

/** The token works, and belongs to an ordinary account. */
export function hintOnBot({ is_bot, username }: Pick<User, 'is_bot' | 'username'>): Hint[] {
  if (is_bot) return [];
  return [
    {
      message: `the bot’s token belongs to @${username}, which is not a bot account`,
      fix: `what @${username} writes by hand is not answered; create a bot in Integrations → Bot Accounts`,
    },
  ];
}

/** The server is older than every version that was tried. */
export function hintOnVersion({ release, major, minor }: ServerVersion): Hint[] {
  if (major > 5 || (major === 5 && minor >= 37)) return [];
  return [
    {
      message: `the server runs Mattermost ${release}; nothing older than 5.37 was ever tried`,
      fix: 'update Mattermost: docs/servers.md lists the versions that were tried',
    },
  ];
}

/** The clocks of server and gateway differ. */
export function hintOnClock(offsetMs: number | undefined): Hint[] {
  if (offsetMs === undefined || Math.abs(offsetMs) < clockHintMs) return [];
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const where = offsetMs > 0 ? 'ahead of' : 'behind';
  return [
    {
      message: `the clock of the Mattermost server is ${minutes} min ${where} the clock of this machine`,
      fix: 'set both by a time server: messages that were missed may be taken for too old, or too new',
    },
  ];
}

/** Lists of people are short; of longer ones the first entries are looked up. */
const mostLookedUp = 200;

/**
 * Looks up the ids in the lists of an account. Hints at an id that is not a user's, which matches no person, and at another
 * bot on a list while `allowBots` is off: the bot does not answer it.
 *
 * @throws the client's errors
 */
export async function hintsOnLists(
  rest: Pick<RestClient, 'users'>,
  cfg: OpenClawConfig,
  { accountId, config }: Pick<MattermostAccount, 'accountId' | 'config'>,
  signal: AbortSignal,
): Promise<Hint[]> {
  const listed = listsOf(config).flatMap(([key, entries]) =>
    entries
      .map(entry => ({ key, id: normalizeAllowEntry(String(entry)) }))
      .filter(({ id }) => /^[a-z0-9]{26}$/.test(id)),
  );
  const ids = [...new Set(listed.map(({ id }) => id))].slice(0, mostLookedUp);
  const users = new Map((await rest.users.getByIds(ids, { signal })).map(user => [user.id, user]));
  const allowsBots = config.allowBots !== undefined && config.allowBots !== false && config.allowBots !== 'off';
  return listed.flatMap(({ key, id }) => {
    if (!ids.includes(id)) return [];
    const user = users.get(id);
    const found = `${settingPath(cfg, accountId, key)} lists ${id}`;
    if (!user) {
      return [
        {
          message: `${found}, which is not a user of this server`,
          fix: 'write the id of a person; if it is the id of a channel, its settings belong into groups.<channel id>',
        },
      ];
    }
    if (!user.is_bot || allowsBots) return [];
    const fix = `set ${settingPath(cfg, accountId, 'allowBots')} to "mentions" or "all" if it should wake the bot`;
    return [{ message: `${found}, which is the bot @${user.username}; other bots are not answered`, fix }];
  });
}
