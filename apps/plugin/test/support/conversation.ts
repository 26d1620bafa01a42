import type { Handle, InboxPost } from '@clawmost/mm-inbox';
import type { Post } from '@clawmost/mm-testserver';
import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { startMessages } from '../../src/messages/feature.ts';
import { createRecovery } from '../../src/recovery/recover.ts';
import type { ReadyAccount } from '../../src/server/ready-account.ts';
import { SessionGate } from '../../src/turns/session-gate.ts';
import { type AccountOptions, markRunning, openAccount } from './account.ts';
import { type HostContext, type HostDisk, type Model, startFakeHost } from './fake-host.ts';

/** What a test changes about a conversation. */
export interface ConversationOptions extends AccountOptions {
  readonly model?: Model;
}

/**
 * A server, and the bot's messages from the post to what OpenClaw is told. OpenClaw's routes and admission are its own,
 * what it does with a turn is played. Everyone may talk to the bot in channels unless the section says otherwise.
 *
 * @param openclaw the runtime from `loadOpenClaw`
 */
export async function openConversation(openclaw: PluginRuntime, options: ConversationOptions = {}) {
  const { model = () => 'I see.' } = options;
  const section = { groupPolicy: 'open', ...options.section };
  const stage = await openAccount({ ...options, section, channelRuntime: openclaw.channel });
  const { stores, account } = stage;
  let process = start();

  /** Starts a process of OpenClaw with the plugin, on what an earlier one left. */
  function start(disk?: HostDisk) {
    const host = startFakeHost(model, disk);
    const inbound = {
      ...host.inbound,
      ingress: openclaw.channel.inbound.ingress,
    } as ReadyAccount['channelRuntime']['inbound'];
    const ready: ReadyAccount = { ...account, channelRuntime: { ...openclaw.channel, inbound } };
    const unregister = markRunning(ready);
    const takenOver = { isReadable: true, interrupted: new Map() };
    const gate = new SessionGate();
    const recover = createRecovery(ready, host.records, takenOver, gate);
    const pairing = { approved: async () => [], giveCode: async () => 'pairing-code-posted' };
    return { host, gate, ready, unregister, feature: startMessages(ready, recover, pairing) };
  }

  async function receive(post: Post, more: { attempt?: number } = {}): Promise<string> {
    const handling = process.feature.posts;
    if (!handling) throw new Error('the feature handles no posts');
    const inboxPost = { ...post, delete_at: 0 } as unknown as InboxPost;
    const { id: key, create_at: at, channel_id: channelId, root_id: rootId } = post;
    const place = { kind: 'post', conversation: channelId, channelId, rootId };
    const accepted = await handling.accept(inboxPost, { source: 'live' });
    const silent = typeof accepted === 'object' ? { silent: accepted.silent } : {};
    await stores.ledger.append({ entries: [{ key, at, editedAt: 0, payload: {}, ...place, ...silent }] });
    if (accepted !== true) return typeof accepted === 'object' ? accepted.silent : 'not wanted';
    await stores.ledger.claim(key);
    const turn = { signal: account.signal, attempt: 1, source: 'live', release: () => {}, ...more };
    const outcome = await handling.handle(inboxPost, turn as unknown as Parameters<Handle>[1]);
    if (!outcome) throw new Error(`post ${key} has no outcome`);
    await stores.ledger.settle(key, outcome);
    return outcome.code ?? outcome.outcome;
  }

  return {
    ...stage,
    receive,
    get host() {
      return process.host;
    },
    /** The gate in front of the sessions, and the account as its features get it. */
    get running() {
      return { gate: process.gate, account: process.ready };
    },
    /** What OpenClaw was told about the last message. */
    lastContext(): HostContext {
      const last = process.host.contexts.at(-1);
      if (!last) throw new Error('OpenClaw was told about no message');
      return last;
    },
    /** The earlier messages that came with the last one, as `sender: text`. */
    lastHistory(): string[] {
      return (this.lastContext().message.inboundHistory ?? []).map(({ sender, body }) => `${sender}: ${body}`);
    },
    /** Ends the process and starts the next one on the same state. */
    restart(): void {
      process.unregister();
      process = start(process.host.crash());
    },
  };
}
