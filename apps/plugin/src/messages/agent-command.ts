import type { Outcome } from '@clawmost/mm-inbox';
import { isAnswerRefused } from '../answers/refusal.ts';
import { sendAnswer } from '../answers/send-answer.ts';
import { readAgentCommand, runAgentCommand } from '../conversations/thread-agent.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { outcomeOfRefusal } from '../turns/outcome.ts';
import { placeOf, type TurnRequest } from '../turns/turn.ts';

/**
 * Answers `@bot agent` and `@bot agent <id>` of a person who may give commands; from anyone else it is a message like any
 * other. Resolves to `undefined` for a message that is something else.
 */
export async function answerAgentCommand(account: ReadyAccount, request: TurnRequest): Promise<Outcome | undefined> {
  const command = readAgentCommand(request.text);
  const { route, mayCommand, speaker, files = [] } = request;
  if (!command || !mayCommand || speaker.isBot || files.length > 0) return undefined;
  const text = await runAgentCommand(account, command, route);
  const answer = { ...placeOf(request), text, deliveryId: `agent-${request.id}`, answers: [request.id] };
  try {
    await sendAnswer(account.accountId, answer);
    return { outcome: 'answered', code: 'agent-command' };
  } catch (error) {
    if (isAnswerRefused(error)) return outcomeOfRefusal(error);
    throw error;
  }
}
