import { chatKind, placeAnswer } from '@clawmost/mm-policy';
import { HttpError, type Post } from '@clawmost/mm-rest';
import type { Reaction } from '@clawmost/mm-ws';
import { displayName } from '../conversations/people.ts';
import { type HostRecords, hostRecords } from '../host/records.ts';
import { addSystemEvent } from '../host/system-events.ts';
import type { Feature } from '../server/feature.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { type ActionJudge, judgeAction } from '../turns/judge-action.ts';
import { createRules } from '../turns/rules.ts';

type Change = 'added' | 'removed';

/** How many reactions are remembered with their last change. */
const mostRemembered = 5_000;

interface ReactionOptions {
  readonly account: ReadyAccount;
  readonly judge: ActionJudge;
  readonly records: Pick<HostRecords, 'entry'>;
}

/**
 * Adds the reactions that people add and remove to the next turn of the post's session, if that has had a turn. The rules
 * for messages of the same people count. A reaction starts no turn.
 */
export function startReactions(
  account: ReadyAccount,
  paired: ActionJudge['paired'],
  records: ReactionOptions['records'] = hostRecords,
): Feature {
  const judge: ActionJudge = { account, rulesFor: createRules(account), paired };
  const warn = warnOf(account, 'a reaction was not told to the agent');
  const lastChanges = new Map<string, Change>();
  let before = Promise.resolve();
  const tell = (change: Change) => {
    return ({ data: { reaction } }: { data: { reaction: Reaction } }): void => {
      const { user_id, post_id, emoji_name } = reaction;
      const key = `${post_id} ${emoji_name} ${user_id}`;
      // The server reports a reaction that is added again, or removed where there is none, as if it had changed something.
      if (user_id === account.bot.id || lastChanges.get(key) === change) return;
      lastChanges.delete(key);
      lastChanges.set(key, change);
      if (lastChanges.size > mostRemembered) lastChanges.delete(lastChanges.keys().next().value as string);
      before = before.then(() => tellReaction({ account, judge, records }, reaction, change)).catch(warn);
    };
  };
  return {
    listen(socket) {
      socket.on('reaction_added', tell('added'));
      socket.on('reaction_removed', tell('removed'));
    },
  };
}

async function tellReaction(
  { account, judge, records }: ReactionOptions,
  { user_id, post_id, emoji_name, create_at }: Reaction,
  change: Change,
): Promise<void> {
  const { rest, lookUp, signal, bot, accountId } = account;
  const post = await rest.posts.get(post_id, { signal }).catch(undefinedIfGone);
  if (!post) return;
  const [channel, sender] = await Promise.all([lookUp.channels.get(post.channel_id), lookUp.users.get(user_id)]);
  const kind = chatKind(channel.type);
  if (!kind) return;
  const { rules } = judge.rulesFor({ post: { user_id }, channel, kind });
  const key = `mattermost:reaction:${post_id}:${emoji_name}:${user_id}:${change}:${create_at}`;
  const verdict = await judgeAction(judge, {
    ...{ id: key, messageId: key, event: 'reaction', userId: user_id, channelId: channel.id },
    ...{ threadId: placeAnswer(post, kind, rules).rootId, at: create_at, text: emoji_name, isCommand: false },
  });
  if (verdict.act === 'refuse' || records.entry(verdict.request.route) === undefined) return;
  const { route, to } = verdict.request;
  const name = `${displayName(sender)} (@${sender.username})`;
  addSystemEvent({
    ...{ session: route, key, place: { to, accountId, threadId: route.threadId } },
    text: `Mattermost: ${name} ${change} the reaction :${emoji_name}: ${whichPost(post, change, bot.id)}`,
  });
}

function whichPost({ id, user_id, message }: Post, change: Change, botId: string): string {
  const preposition = change === 'added' ? 'to' : 'from';
  if (user_id !== botId) return `${preposition} the message ${id}`;
  const [start = ''] = message.split('\n');
  const excerpt = [...start].slice(0, 80).join('');
  return `${preposition} your message ${id}${excerpt ? `, which begins with ${JSON.stringify(excerpt)}` : ''}`;
}

function undefinedIfGone(error: unknown): undefined {
  if (error instanceof HttpError && [403, 404].includes(error.status)) return undefined;
  throw error;
}
