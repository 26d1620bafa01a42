import { questionGatewayRuntime } from 'openclaw/plugin-sdk/question-gateway-runtime';
import { processShared } from '../../host/process-shared.ts';
import { texts } from '../../texts.ts';
import { whenRunning } from '../running-accounts.ts';
import { takeDown } from './take-down.ts';

/** Questions whose posts are on their way, by delivery. */
const waiting = processShared('questions-to-post', () => new Map<string, AskedIn>());

/** A question, and the account that asks it. */
interface AskedIn {
  readonly accountId: string;
  readonly questionId: string;
}

/** Who is answering a question with a click at this moment, and with what. */
const answering = processShared('questions-being-answered', () => new Map<string, string>());

/** The message of a delivery asks a question: its post will show when it was answered. */
export function noteQuestion(deliveryId: string, asked: AskedIn): void {
  waiting.set(deliveryId, asked);
}

/** The post of a delivery is there. When OpenClaw closes its question, the buttons go, and a line says how it ended. */
export function followQuestion(deliveryId: string, postId: string): void {
  const asked = waiting.get(deliveryId);
  if (asked === undefined) return;
  waiting.delete(deliveryId);
  const { accountId, questionId } = asked;
  questionGatewayRuntime.registerChannelDelivery({
    questionId,
    deliveryId: postId,
    finalize: async status => {
      const line = answering.get(questionId) ?? texts.questionClosed(status);
      await takeDown(await whenRunning(accountId), postId, line);
    },
  });
}

/** How the answer to a question ended. */
export type QuestionResult = 'answered' | 'denied' | 'too-late' | 'in-words' | 'failed';

/** A click on a question of the agent. */
export interface QuestionClick {
  readonly questionId: string;
  /** The place of the chosen option; absent for an answer in words. */
  readonly optionIndex?: number;
  readonly senderId: string;
  /** What the post shows instead of the buttons when this click answers it. */
  readonly line: string;
  /** Asked again right before the answer counts. */
  readonly authorize: () => Promise<boolean>;
}

/** Answers a question of the agent in the name of a person, or notes that the answer will come in words. */
export async function answerQuestion(
  cfg: Parameters<typeof questionGatewayRuntime.resolveOption>[0]['cfg'],
  { questionId, optionIndex, senderId, line, authorize }: QuestionClick,
): Promise<QuestionResult> {
  if (optionIndex !== undefined) answering.set(questionId, line);
  try {
    const choice = optionIndex === undefined ? { customInput: true as const } : { optionIndex };
    const result = await questionGatewayRuntime.resolveOption({ cfg, questionId, senderId, authorize, ...choice });
    switch (result.status) {
      case 'answered':
        return 'answered';
      case 'custom-input':
        return 'in-words';
      case 'denied':
        return 'denied';
      default:
        return 'too-late';
    }
  } catch {
    return 'failed';
  } finally {
    answering.delete(questionId);
  }
}
