import { hasWildcard, isListed, type ListedSubject } from './allow-list.ts';
import type { ChannelRules } from './channel-rules.ts';
import type { DirectSilenceReason, GroupSilenceReason } from './reasons.ts';
import type { PolicyRules } from './rules.ts';

/** Whether a sender may talk to the bot here. `pairing-required` means that the sender may get a pairing code. */
export type Admission<Reason extends string> =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly reason: Reason | 'pairing-required' };

/** Decides whether a sender may write direct messages to the bot. */
export function admitDirect(
  rules: PolicyRules,
  who: ListedSubject,
  known: { readonly listed?: boolean | undefined; readonly paired: boolean; readonly mayPair: boolean },
): Admission<DirectSilenceReason> {
  if (rules.dmPolicy === 'disabled') return refuse('dm-disabled');
  if (known.listed ?? isListed(rules.allowFrom, who, rules)) return { admitted: true };
  switch (rules.dmPolicy) {
    case 'pairing':
      if (known.paired) return { admitted: true };
      return refuse(known.mayPair ? 'pairing-required' : 'dm-not-listed');
    case 'open':
      return refuse(hasWildcard(rules.allowFrom) ? 'dm-not-listed' : 'dm-open-without-wildcard');
    case 'allowlist':
      return refuse('dm-not-listed');
  }
}

/** Decides whether a sender may wake the bot in a channel. Pairing does not count there. */
export function admitInChannel(
  rules: PolicyRules,
  channel: ChannelRules,
  who: ListedSubject,
  listed: boolean | undefined,
): Admission<GroupSilenceReason> {
  if (!channel.enabled) return refuse('channel-disabled');
  if (channel.groupPolicy === 'disabled') return refuse('group-disabled');
  if (channel.groupPolicy === 'open') return { admitted: true };
  if (listed ?? isListed(channel.allowFrom, who, rules)) return { admitted: true };
  return refuse(channel.allowFrom.length === 0 ? 'group-list-empty' : 'group-not-listed');
}

function refuse<Reason extends string>(reason: Reason): { readonly admitted: false; readonly reason: Reason } {
  return { admitted: false, reason };
}
