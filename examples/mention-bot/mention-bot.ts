import { createInbox, type InboxPost, replyTo } from '@clawmost/mm-inbox';
import { createSqliteLedger, openStateFile } from '@clawmost/mm-inbox/sqlite';
import { type AnswerDecision, decide, noteAnswer, resolveRules, type ThreadParticipation } from '@clawmost/mm-policy';
import { createRestClient } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';

const {
  MATTERMOST_URL: baseUrl = '',
  MATTERMOST_TOKEN: token = '',
  BOT_FILE: file = 'mention-bot.sqlite',
} = process.env;
const account = { baseUrl, token, logger: console };
const rest = createRestClient(account);
const bot = await rest.users.me();
const rules = resolveRules({ groupPolicy: 'open', dmPolicy: 'open', allowFrom: ['*'] });

// The bot goes on in threads in which it has answered, for as long as this process runs.
let threads: ThreadParticipation = new Map();

async function decideOn(post: InboxPost) {
  const [author, channel] = await Promise.all([rest.users.get(post.user_id), rest.channels.get(post.channel_id)]);
  const lastAnswerAt = threads.get(post.root_id);
  return decide({ bot, post, author, channel, now: Date.now(), lastAnswerAt }, rules);
}

function answerTo({ text, wokenBy, isBareMention, isStop }: AnswerDecision): string {
  if (isStop) return 'There is nothing to stop.';
  if (isBareMention) return 'You called?';
  if (text === 'fail') throw new Error('this message always fails');
  return wokenBy === 'participation' ? `You went on: ${text}` : `You said: ${text}`;
}

const inbox = createInbox({
  rest,
  ws: createSocket(account),
  ledger: createSqliteLedger(openStateFile(file)),
  userId: bot.id,
  logger: console,
  accept: async post => {
    if (post.user_id === bot.id) return false;
    const decision = await decideOn(post);
    return decision.action === 'answer' || { silent: decision.reason };
  },
  handle: async (post, turn) => {
    const decision = await decideOn(post);
    if (decision.action !== 'answer') return { outcome: 'silent', code: decision.reason };
    const reply = await replyTo(rest, post, answerTo(decision), { userId: bot.id, turn });
    threads = noteAnswer(threads, reply.root_id, Date.now());
    return { outcome: 'answered' };
  },
  onDead: ({ entry }) => console.error(`gave up ${entry.key}: ${entry.error}`),
});

process.once('SIGINT', () => inbox.stop());
process.once('SIGTERM', () => inbox.stop());
try {
  await inbox.start();
  await inbox.ready();
  console.log(`@${bot.username} is ready`);
  await inbox.ended();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await inbox.stop();
}
