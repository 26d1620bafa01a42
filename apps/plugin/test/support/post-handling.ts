import { setTimeout as sleep } from 'node:timers/promises';
import { createInbox, createMemoryLedger } from '@clawmost/mm-inbox';
import { openStateFile } from '@clawmost/mm-inbox/sqlite';
import { type PolicySettings, resolveRules } from '@clawmost/mm-policy';
import { createRestClient } from '@clawmost/mm-rest';
import type { Bot, Mattermost } from '@clawmost/mm-testserver';
import { createSocket } from '@clawmost/mm-ws';
import { expect, onTestFinished } from 'vitest';
import { createBotPairs } from '../../src/messages/bot-loop-limits.ts';
import { createPostHandler } from '../../src/messages/handle-post.ts';
import type { Judge } from '../../src/messages/judge.ts';
import { createLookup } from '../../src/server/look-up.ts';
import { createParticipation, type Participation } from '../../src/storage/sqlite/participation.ts';

/** An account's way in, from the server to the decision; the host is stood in for by somebody who admits everybody. */
export interface Desk {
  readonly participation: Participation;
  /** What was decided about each post, by its text, oldest first. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
  /** Signs in, catches up, listens. */
  open(): Promise<void>;
  /** Leaves; what is written meanwhile is found at the next `open`. */
  leave(): Promise<void>;
}

/** Sits a bot down, with its settings. */
export function sitDown(mattermost: Mattermost, bot: Bot, settings: PolicySettings): Desk {
  const stopping = new AbortController();
  const file = openStateFile(':memory:');
  const rest = createRestClient({ baseUrl: mattermost.url, token: bot.token });
  const lookup = createLookup(rest, stopping.signal);
  const participation = createParticipation(file);
  const bots = createBotPairs({});
  const ledger = createMemoryLedger();
  const codes = new Map<string, string[]>();
  const note = (post: { readonly message: string }, code: string): void => {
    codes.set(post.message, [...(codes.get(post.message) ?? []), code]);
  };
  const rules = resolveRules(settings);
  const { accept, handle } = createPostHandler({
    sources: { bot, lookup, participation, isPaired: async () => false, botExchangesSpent: bots.spent },
    judge: { ...admitting, rulesFor: () => rules },
    bots,
    debounceMs: () => 0,
    notes: { silent: note, ended: note } as Parameters<typeof createPostHandler>[0]['notes'],
    answer: async ({ judgement }) => ({ outcome: 'answered', code: judgement.decision.reason }),
    pair: async () => 'pairing-required',
  });
  const connect = () => {
    const ws = createSocket({ baseUrl: mattermost.url, token: bot.token });
    return createInbox({ rest, ws, ledger, accept, handle, userId: bot.id });
  };
  let inbox: ReturnType<typeof connect> | undefined;
  const leave = async (): Promise<void> => {
    await inbox?.stop();
    inbox = undefined;
  };
  onTestFinished(async () => {
    await leave();
    stopping.abort();
    file.close();
  });
  return {
    participation,
    codes,
    leave,
    async open() {
      const opened = connect();
      inbox = opened;
      await opened.start();
      await expect.poll(() => opened.status().state, { timeout: 20_000 }).toBe('ready');
    },
  };
}

const admitting = {
  config: () => ({}),
  accountId: 'default',
  agentFor: () => undefined,
  readPaired: async () => [],
  channelRuntime: {
    routing: {
      resolveAgentRoute: () => ({ agentId: 'main', sessionKey: 's', mainSessionKey: 's', dmScope: 'main' }),
      buildAgentSessionKey: () => 's',
    },
    inbound: { ingress: { resolve: async () => ({ ingress: { admission: 'dispatch' } }) } },
  },
} as unknown as Judge;

/** Waits until something was decided about each of these texts. */
export async function allDecided({ codes }: Desk, texts: readonly string[]): Promise<void> {
  await expect.poll(() => texts.filter(text => !codes.has(text)), { timeout: 20_000 }).toEqual([]);
  // A decision that came twice would be the second one.
  await sleep(20);
}
