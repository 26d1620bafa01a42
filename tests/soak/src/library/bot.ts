// A bot in a process of its own, so that the soak can kill it: it answers mentions and all direct messages.
import { appendFileSync } from 'node:fs';
import { createInbox } from '@clawmost/mm-inbox';
import { createSqliteLedger, openStateFile } from '@clawmost/mm-inbox/sqlite';
import { createRestClient } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';
import { answer } from './answer.ts';
import type { BotSettings } from './bot-process.ts';

const settings = JSON.parse(process.env['SOAK_BOT'] ?? '{}') as BotSettings;
const { botId, stateFile, dispatchFile, directChannelIds } = settings;
const account = { baseUrl: settings.baseUrl, token: settings.token };

const write = (line: unknown): void => {
  process.stderr.write(`${new Date().toISOString()} ${process.pid} ${String(line)}\n`);
};
const logger = { debug: () => {}, info: write, warn: write, error: write };

const rest = createRestClient({ ...account, logger });
const inbox = createInbox({
  rest,
  ws: createSocket({ ...account, logger, pingIntervalMs: 1_000 }),
  ledger: createSqliteLedger(openStateFile(stateFile)),
  userId: botId,
  logger,
  accept: post => {
    if (post.user_id === botId) return { silent: 'own' };
    if (post.type !== '') return { silent: 'system' };
    return directChannelIds.includes(post.channel_id) || post.message.startsWith('@claw ')
      ? true
      : { silent: 'not-mentioned' };
  },
  handle: async (post, turn) => {
    // Written first, so that the dispatch is known even if this process is killed in the next moment.
    appendFileSync(dispatchFile, `${post.id}\n`);
    // Some posts are released, as a host does that takes a post over and finishes it later.
    if (post.create_at % 3 === 0) turn.release();
    await answer({ rest, botId }, post, turn);
  },
});

process.once('SIGTERM', () => void inbox.stop().then(() => process.exit(0)));
await inbox.start();
