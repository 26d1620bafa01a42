import { createInbox } from '@clawmost/mm-inbox';
import type { Bot, Mattermost } from '@clawmost/mm-testserver';
import { createSocket } from '@clawmost/mm-ws';
import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { expect, onTestFinished } from 'vitest';
import type { ChannelConfig } from '../../src/config/schema.ts';
import { createBotLoopLimits } from '../../src/messages/bot-loop-limits.ts';
import type { InboundPost } from '../../src/messages/facts.ts';
import { createPostHandler } from '../../src/messages/handle-post.ts';
import type { Participation } from '../../src/storage/participation.ts';
import { createRules } from '../../src/turns/rules.ts';
import { accountOf } from './account.ts';

/** A bot that receives posts and decides on them; nothing is answered. */
export interface Receiver {
  readonly participation: Participation;
  /** The codes of the decisions on each post, by its text, oldest first; `answered` for those that would be answered. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
  /** Signs in and catches up. */
  connect(): Promise<void>;
  /** Signs out; what people write meanwhile is found by the next `connect`. */
  disconnect(): Promise<void>;
}

/** Makes a receiver with the settings of a section, for OpenClaw's routes and its admission. */
export async function createReceiver(
  mattermost: Mattermost,
  bot: Bot,
  { section, channelRuntime }: { readonly section: ChannelConfig; readonly channelRuntime: PluginRuntime['channel'] },
): Promise<Receiver> {
  const account = await accountOf({ baseUrl: mattermost.url, botToken: bot.token }, { section, channelRuntime });
  const { rest, stores } = account;
  const codes = new Map<string, string[]>();
  const note = async ({ message }: InboundPost, code: string): Promise<void> => {
    codes.set(message ?? '', [...(codes.get(message ?? '') ?? []), code]);
  };
  const paired = { approved: async () => [] };
  const { accept, handle } = createPostHandler({
    sources: { account, paired, botLoops: createBotLoopLimits({}) },
    judge: { account, rulesFor: createRules(account), paired },
    notes: { silent: note, ended: note },
    onReceived: () => () => {},
    readPost: async () => undefined,
    debounceMs: () => 0,
    answer: async () => ({ outcome: 'answered', code: 'answered' }),
    pair: async () => 'pairing-required',
  });
  const openInbox = () => {
    const ws = createSocket({ baseUrl: mattermost.url, token: bot.token });
    return createInbox({ rest, ws, ledger: stores.ledger, accept, handle, userId: bot.id });
  };
  let inbox: ReturnType<typeof openInbox> | undefined;
  const disconnect = async (): Promise<void> => {
    await inbox?.stop();
    inbox = undefined;
  };
  onTestFinished(disconnect);
  return {
    ...{ participation: stores.participation, codes, disconnect },
    async connect() {
      const opened = openInbox();
      inbox = opened;
      await opened.start();
      await expect.poll(() => opened.status().state, { timeout: 60_000 }).toBe('ready');
    },
  };
}

/** Waits until there is a decision on each of these texts. */
export async function allDecided({ codes }: Receiver, texts: readonly string[]): Promise<void> {
  await expect.poll(() => texts.filter(text => !codes.has(text)), { timeout: 60_000 }).toEqual([]);
}
