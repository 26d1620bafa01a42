import type { ChannelAccountSnapshot, ChannelStatusIssue } from 'openclaw/plugin-sdk/channel-contract';
import type { AccountActivity } from '../../server/account-activity.ts';

/** The warnings of `openclaw channels status` for each account: what it is doing, and what an operator should look at. */
export function collectStatusIssues(accounts: readonly ChannelAccountSnapshot[]): ChannelStatusIssue[] {
  return accounts.flatMap(account => {
    const { accountId } = account;
    const { activity, deadLetters = 0, leftOut = 0, hints = [] } = account as Partial<AccountActivity>;
    const issue = (message: string, fix: string): ChannelStatusIssue => ({
      channel: 'mattermost',
      accountId,
      kind: 'runtime',
      message,
      fix,
    });
    return [
      ...(activity?.startsWith('signed in') || activity?.startsWith('catching up')
        ? [issue(activity, 'wait: the bot answers when this is done')]
        : []),
      ...(activity?.startsWith('recovering') ? [issue(activity, 'see lastError; the bot tries again by itself')] : []),
      ...(deadLetters > 0
        ? [
            issue(
              `${deadLetters} messages were given up after 5 attempts`,
              'list them with `openclaw mattermost inbox list`',
            ),
          ]
        : []),
      ...(leftOut > 0
        ? [issue(`${leftOut} missed posts were not read`, 'raise the limits in channels.mattermost.catchUp')]
        : []),
      ...hints.map(hint => issue(hint.message, hint.fix)),
    ];
  });
}
