import type { ChannelMessageActionContext } from 'openclaw/plugin-sdk/channel-contract';
import { runAction } from '../../src/actions/run-action.ts';
import { type AccountOptions, markRunning, openAccount } from './account.ts';

/**
 * Starts an embedded Mattermost with an account that runs, and returns it with functions that call its actions: as the agent
 * does in the channel ops, for alice, and as an operator does.
 */
export async function openActions(options: AccountOptions = {}) {
  const stage = await openAccount({ ...options, section: { actions: everything, ...options.section } });
  const { cfg, alice, ops, question } = stage;
  markRunning(stage.account);
  const call = (action: string, params: object, more: object) =>
    runAction({ channel: 'mattermost', action, cfg, params, ...more } as unknown as ChannelMessageActionContext);
  const here = { to: `channel:${ops.id}`, target: `channel:${ops.id}` };
  const toolContext = { currentChannelId: here.to, currentMessageId: question.id };
  return {
    ...stage,
    toolContext,
    /** A call of the agent in its turn about alice's question; the target is the current conversation. */
    asks: (action: string, params: object = {}, more: object = {}) =>
      call(action, { ...here, ...params }, { toolContext, requesterSenderId: alice.id, ...more }),
    /** A call of `openclaw message`. */
    operator: (action: string, params: object) => call(action, params, { conversationReadOrigin: 'direct-operator' }),
  };
}

const everything = { messages: true, edit: true, delete: true };
