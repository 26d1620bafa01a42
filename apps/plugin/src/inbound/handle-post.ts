import type { RestClient, User } from '@clawmost/mm-rest';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { logInboundDrop } from 'openclaw/plugin-sdk/channel-inbound';
import type { AccountLog } from '../account/log.ts';
import { createLookup } from '../account/lookup.ts';
import type { AccountStatus } from '../account/status.ts';
import type { MattermostAccount } from '../config/accounts.ts';
import { createDelivery } from '../outbound/delivery.ts';
import { createDeliveryGate } from '../outbound/delivery-gate.ts';
import { type Answer, postAnswer } from '../outbound/post-answer.ts';
import { type Admission, admit } from './admission.ts';
import { gatherFacts, type InboundFacts, type InboundPost, notAQuestion } from './facts.ts';
import { routeTurn, type TurnRoute } from './route.ts';
import { dispatchTurn } from './turn.ts';

/** What handling a post takes. */
export interface PostHandlerOptions {
  readonly cfg: OpenClawConfig;
  readonly account: MattermostAccount;
  readonly channelRuntime: PluginRuntime['channel'];
  readonly rest: RestClient;
  readonly bot: User;
  readonly status: AccountStatus;
  readonly log: AccountLog;
  readonly signal: AbortSignal;
  /** The server's limit of one post, in code points. */
  readonly maxPostSize: number;
}

/**
 * Returns the function that takes each post of the event stream to the host. Posts are decided in the order in which
 * they came; the turns that they start run side by side, as the host's queue sees fit.
 */
export function createPostHandler(options: PostHandlerOptions): (post: InboundPost) => void {
  const { cfg, account, channelRuntime, rest, bot, status, log, signal } = options;
  const lookup = createLookup(rest, signal);
  const gate = createDeliveryGate();
  const warn = (what: string) => (error: unknown) => {
    if (!signal.aborted) log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };

  async function send(answer: Answer): Promise<string[]> {
    const posts = await postAnswer(rest, bot.id, answer, options.maxPostSize, signal);
    status.said();
    return posts.map(post => post.id);
  }

  async function runTurn(facts: InboundFacts, route: TurnRoute, admission: Admission): Promise<void> {
    const { post, channel } = facts;
    const answer = gate.open(route.sessionKey);
    const delivery = createDelivery({
      place: { channelId: channel.id, rootId: route.threadId },
      triggerId: post.id,
      send,
      onSetOut: answer.setsOut,
      onNoted: answer.isNoted,
      onError: warn(`an answer to post ${post.id} failed`),
    });
    await gate.clear(route.sessionKey);
    try {
      await dispatchTurn({
        inbound: channelRuntime.inbound,
        cfg,
        account,
        botUsername: bot.username,
        facts,
        route,
        admission,
        delivery,
        typing: () => rest.typing.start(channel.id, route.threadId, { signal }),
        onTypingError: warn('typing could not be shown'),
      });
    } finally {
      answer.isNoted();
    }
  }

  async function decide(post: InboundPost): Promise<void> {
    if (notAQuestion(post, bot.id) !== undefined) return;
    status.heard();
    const [channel, sender] = await Promise.all([lookup.channels.get(post.channel_id), lookup.users.get(post.user_id)]);
    if (sender.is_bot) return;
    const facts = gatherFacts(post, channel, sender, bot);
    const route = routeTurn(channelRuntime.routing, cfg, account.accountId, facts);
    const command = channelRuntime.text.hasControlCommand(post.message, cfg);
    const admission = await admit({ ingress: channelRuntime.inbound.ingress, cfg, account, facts, route, command });
    const { admission: verdict, reasonCode } = admission.ingress;
    if (verdict === 'dispatch') runTurn(facts, route, admission).catch(warn(`the turn of post ${post.id} failed`));
    else reportSilence(channel.id, reasonCode);
  }

  function reportSilence(channelId: string, reason: string): void {
    logInboundDrop({
      log: line => log.info(line),
      channel: 'mattermost',
      reason,
      target: `channel:${channelId}`,
      onceKey: JSON.stringify([account.accountId, channelId]),
    });
  }

  let decided = Promise.resolve();
  return post => {
    decided = decided.then(() => decide(post)).catch(warn(`post ${post.id} could not be handled`));
  };
}
