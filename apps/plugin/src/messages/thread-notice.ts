import { placeAnswer, rulesForChannel } from '@clawmost/mm-policy';
import { HttpError } from '@clawmost/mm-rest';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { routeTurn } from '../turns/route.ts';
import type { ConversationRules } from '../turns/rules.ts';
import type { InboundFacts } from './facts.ts';

/** Called for a live post of a person who may talk to the bot, and did not call it. */
export type NoticeUncalled = (facts: InboundFacts, conversation: ConversationRules) => void;

/**
 * Posts a notice to a person who writes in a thread in which the bot took part once and does not listen any more: once for
 * each thread, as an ephemeral post. The server requires the permission `create_post_ephemeral` of the bot; without it there is
 * no notice.
 */
export function createThreadNotice(account: ReadyAccount): NoticeUncalled {
  const { rest, stores, lookUp, bot, signal, log } = account;
  let isRefused = false;

  async function tell({ post, kind, sender }: InboundFacts, { agent, rules }: ConversationRules): Promise<void> {
    if (kind === undefined || kind === 'direct' || rulesForChannel(rules, post.channel_id, kind).answersRoots) return;
    const { sessionKey } = routeTurn(agent, placeAnswer(post, kind, rules));
    if ((await stores.conversations.seenUntil(sessionKey)) === undefined) return;
    if (!(await stores.conversations.noteTold(post.root_id, sender.id, post.create_at))) return;
    const { username } = await lookUp.users.get(bot.id);
    const notice = { channel_id: post.channel_id, root_id: post.root_id, message: texts.notListening(username) };
    try {
      await rest.posts.createEphemeral(sender.id, notice, { signal });
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 403) throw error;
      isRefused = true;
      log.info(
        'people are not told in which threads the bot no longer listens: it lacks the permission create_post_ephemeral',
      );
    }
  }

  return (facts, conversation) => {
    if (isRefused || !facts.post.root_id || facts.sender.is_bot) return;
    tell(facts, conversation).catch(warnOf(account, 'a person was not told that the bot does not listen in a thread'));
  };
}
