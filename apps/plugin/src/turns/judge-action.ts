import { chatKind, decide, rulesForChannel } from '@clawmost/mm-policy';
import { clockSkewMs } from '../answers/find-posted.ts';
import { channelSettings } from '../config/channel-settings.ts';
import { displayName } from '../conversations/people.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { targetOf } from '../server/target.ts';
import { admissionQuestion } from './admission.ts';
import { routeTurn } from './route.ts';
import type { RulesFor } from './rules.ts';
import type { TurnRequest } from './turn.ts';

/** What a person did other than writing a post: a click, a slash command or a reaction. */
export interface PersonAction {
  /** The ledger key. */
  readonly id: string;
  /** The id by which OpenClaw gets it. */
  readonly messageId: string;
  readonly event: 'button' | 'native-command' | 'reaction';
  readonly userId: string;
  readonly channelId: string;
  /** The thread in which it was done; absent at channel level. */
  readonly threadId: string | undefined;
  /** When it was done, in milliseconds since 1970. */
  readonly at: number;
  /** What the agent reads. */
  readonly text: string;
  /** Whether the text is a command for OpenClaw, such as `/status`. */
  readonly isCommand: boolean;
}

/** What becomes of it. */
export type ActionVerdict =
  | { readonly act: 'answer'; readonly request: TurnRequest }
  | { readonly act: 'refuse'; readonly code: string };

/** What actions are judged by. */
export interface ActionJudge {
  readonly account: Pick<ReadyAccount, 'accountId' | 'settings' | 'config' | 'bot' | 'lookUp'> & {
    readonly stores: Pick<ReadyAccount['stores'], 'conversations'>;
    readonly channelRuntime: Pick<ReadyAccount['channelRuntime'], 'inbound'>;
  };
  readonly rulesFor: RulesFor;
  /** The people who were let in by pairing. */
  readonly paired: { approved(): Promise<readonly string[]> };
}

/**
 * Judges a click, a command or a reaction by the rules that count for posts with a mention: first ours, which say why, and
 * then OpenClaw's resolver, whose proof a turn needs. Nobody gets a pairing code for it.
 *
 * @throws the client's errors
 */
export async function judgeAction(
  { account, rulesFor, paired }: ActionJudge,
  action: PersonAction,
): Promise<ActionVerdict> {
  const { lookUp, settings, accountId } = account;
  const { id, messageId, userId, channelId, threadId, at, text, isCommand } = action;
  const [bot, channel, sender] = await Promise.all([
    lookUp.users.get(account.bot.id),
    lookUp.channels.get(channelId),
    lookUp.users.get(userId),
  ]);
  const kind = chatKind(channel.type);
  if (!kind) return { act: 'refuse', code: 'unknown-channel-type' };
  const message = `@${bot.username} ${text}`;
  const post = { id, user_id: userId, channel_id: channelId, root_id: threadId ?? '', type: '', props: {}, message };
  const threadAgent = threadId === undefined ? undefined : await account.stores.conversations.agentOf(threadId);
  const { agent, rules } = rulesFor({ post, channel, kind, threadAgent });
  const isPaired = kind === 'direct' && (await paired.approved()).includes(userId);
  const decision = decide({ bot, post, author: sender, channel, now: at, paired: isPaired }, rules);
  if (decision.action !== 'answer') return { act: 'refuse', code: decision.reason };
  const route = routeTurn(agent, { rootId: threadId });
  const question = admissionQuestion({
    ...{ cfg: account.config(), accountId, rules, decision, route, kind, channel, sender, messageId },
    event: action.event,
    readPaired: async () => [...(await paired.approved())],
  });
  const admission = await account.channelRuntime.inbound.ingress.resolve(question);
  if (admission.ingress.admission !== 'dispatch') return { act: 'refuse', code: admission.ingress.reasonCode };
  const { systemPrompt, skills } = channelSettings(settings, channelId);
  const request: TurnRequest = {
    ...{ id, messageId, kind, channel, route, admission, question, text, isCommand },
    posts: [id],
    // The time is on our clock: no answer to it is older on the server's.
    writtenAt: at - clockSkewMs,
    timestamp: at,
    speaker: { id: userId, name: displayName(sender), username: sender.username },
    to: targetOf(route.peer),
    rawText: text,
    mayCommand: isCommand && admission.commandAccess.authorized,
    isStop: false,
    requireMention: kind !== 'direct' && rulesForChannel(rules, channelId, kind).requireMention,
    wasMentioned: true,
    ...(kind !== 'direct' && { systemPrompt, skills }),
  };
  return { act: 'answer', request };
}
