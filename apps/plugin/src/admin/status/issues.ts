import type { ChannelAccountSnapshot, ChannelStatusIssue } from 'openclaw/plugin-sdk/channel-contract';
import type { AccountActivity } from '../../account/status.ts';

/** What `openclaw channels status` warns of, per account: what is under way, and what somebody should look at. */
export function collectStatusIssues(accounts: readonly ChannelAccountSnapshot[]): ChannelStatusIssue[] {
  return accounts.flatMap(account => {
    const { accountId } = account;
    const { activity, deadLetters = 0, leftOut = 0 } = account as Partial<AccountActivity>;
    const issue = (message: string, fix: string): ChannelStatusIssue => ({
      channel: 'mattermost',
      accountId,
      kind: 'runtime',
      message,
      fix,
    });
    return [
      ...(activity?.startsWith('signed in') || activity?.startsWith('catching up')
        ? [issue(activity, 'it answers as soon as it is done')]
        : []),
      ...(activity?.startsWith('recovering') ? [issue(activity, 'see lastError; it goes on trying')] : []),
      ...(deadLetters > 0 ? [issue(`${deadLetters} posts failed five times`, 'see the log for why')] : []),
      ...(leftOut > 0 ? [issue(`${leftOut} missed posts were left out`, 'raise channels.mattermost.catchUp')] : []),
    ];
  });
}
