import { readSqliteStores } from '../storage/account-stores.ts';
import { accountsFor, type CommandContext, type CommandOptions, printJson, readPostId } from './command.ts';
import { gatherEvidence, type PostEvidence, readStored } from './evidence.ts';
import { explainPost } from './explain-post.ts';

/** `openclaw mattermost explain`: what happened to a post, and why, in each account. */
export async function explain(context: CommandContext, text: string, options: CommandOptions): Promise<void> {
  const postId = readPostId(text);
  const all: PostEvidence[] = [];
  for (const accountId of accountsFor(context, options)) {
    const stored = await readSqliteStores(context.stateDir, accountId, stores => readStored(stores, postId));
    all.push(await gatherEvidence(context, accountId, postId, stored));
  }
  if (options.json) return printJson(context, { post: postId, accounts: all.map(toJson) });
  for (const evidence of all) {
    context.print(`Post ${postId}, account ${evidence.accountId}:`);
    for (const sentence of explainPost(evidence)) context.print(`  ${sentence}`);
  }
}

function toJson(evidence: PostEvidence): object {
  const { accountId, stored } = evidence;
  const { state = 'unknown', outcome, code, failures, error, at, channelId } = stored?.entry ?? {};
  return {
    ...{ account: accountId, state, outcome, code, failures, error, writtenAt: at, channelId },
    isRunning: stored?.holder !== undefined,
    explanation: explainPost(evidence),
    decisions: stored?.decisions.map(decision => ({ at: decision.at, code: decision.code })) ?? [],
  };
}
