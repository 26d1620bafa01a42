import { issueDialog } from '@clawmost/mm-hmac-buttons';
import { choiceLine, withoutControls } from '../answers/controls/clicked-post.ts';
import { answerQuestion, type QuestionResult } from '../answers/controls/questions.ts';
import { clickUrl } from '../callbacks/click-address.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import type { Click } from './click.ts';
import type { ClickPermissions } from './click-permission.ts';
import type { ClickHandler, ClickResult } from './receive-clicks.ts';

/** The name of the form in which people answer in words. */
export const answerForm = 'answer';

/** Returns what a click on a question of the agent does. */
export function createQuestionClicks(account: ReadyAccount, permissions: ClickPermissions): ClickHandler {
  return async (click, post, { triggerId }) => {
    const { meaning, userId } = click;
    if (meaning.do !== 'answer' && meaning.do !== 'answer-in-words') throw new TypeError('not a click on a question');
    const result = await answerQuestion(account.config(), {
      questionId: meaning.questionId,
      ...(meaning.do === 'answer' && { optionIndex: meaning.optionIndex }),
      senderId: userId,
      line: choiceLine(click),
      authorize: async () => (await permissions.permit(click)).allowed,
    });
    if (result === 'in-words') return openAnswerForm(account, click, triggerId);
    if (result === 'too-late') {
      return { isOpen: false, reply: { ephemeralText: texts.answeredBefore, update: withoutControls(post, closed) } };
    }
    return { isOpen: result !== 'answered', reply: { ephemeralText: words[result] } };
  };
}

/** OpenClaw does not know the question any more, or says only that it is over. */
const closed = texts.questionClosed('Closed');

const words: Readonly<Record<Exclude<QuestionResult, 'in-words' | 'too-late'>, string>> = {
  answered: texts.answerSubmitted,
  denied: texts.notYourChoice,
  failed: texts.answerFailed,
};

/** Opens a form for the person who clicked. The question stays open for others, and for messages. */
async function openAnswerForm(account: ReadyAccount, click: Click, triggerId: string): Promise<ClickResult> {
  const { accountId, stores, rest, signal } = account;
  const { channelId, userId } = click;
  try {
    const request = await issueDialog(stores.tickets, {
      ...{ triggerId, accountId, channelId, userId, callbackUrl: clickUrl(account), value: JSON.stringify(click) },
      dialog: {
        callback_id: answerForm,
        title: texts.answerTitle,
        elements: [{ type: 'textarea', name: 'answer', display_name: texts.answerField }],
      },
    });
    await rest.interactions.openDialog({ ...request, dialog: { ...request.dialog } }, { signal });
    return { isOpen: true, reply: {} };
  } catch (error) {
    // The permission to open it is short, and a slow server has used it up.
    warnOf(account, 'the form for an answer could not be opened')(error);
    return { isOpen: true, reply: { ephemeralText: texts.answerByMessage } };
  }
}
