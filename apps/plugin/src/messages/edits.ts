import type { MattermostSocket } from '@clawmost/mm-ws';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import type { SessionGate } from '../turns/session-gate.ts';
import { type FactSources, gatherFacts, type InboundPost } from './facts.ts';
import { type JudgeOptions, judgePost } from './judge.ts';

/** What edits are followed with. */
interface EditOptions {
  readonly account: ReadyAccount;
  readonly sources: FactSources;
  readonly judge: JudgeOptions;
  readonly gate: SessionGate;
}

/**
 * Has a message answered as it was edited while it waits for its turn. What the agent has been given stays as it is, and a
 * message that was put together with others as well.
 */
export function followEdits(socket: MattermostSocket, options: EditOptions): void {
  socket.on('post_edited', ({ data }) => {
    const warn = warnOf(options.account, `post ${data.post.id} is answered as it stood before it was edited`);
    takeEdit(options, data.post).catch(warn);
  });
}

async function takeEdit({ account, sources, judge, gate }: EditOptions, post: InboundPost): Promise<void> {
  const waiting = () => gate.waitingTurnWith(account.accountId, post.id);
  if (waiting()?.request.posts.length !== 1) return;
  const judgement = await judgePost(judge, await gatherFacts(post, sources));
  const turn = waiting();
  // A mention that was taken out again does not take the question back.
  if (judgement.act !== 'answer' || turn?.request.messageId !== judgement.request.messageId) return;
  turn.request = judgement.request;
}
