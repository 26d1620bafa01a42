import { CHANNEL_APPROVAL_NATIVE_RUNTIME_CONTEXT_CAPABILITY } from 'openclaw/plugin-sdk/approval-handler-adapter-runtime';
import { registerChannelRuntimeContext } from 'openclaw/plugin-sdk/channel-runtime-context';
import { takeDown } from '../answers/controls/take-down.ts';
import { clickPath, clickWarnings } from '../callbacks/click-address.ts';
import type { AnswerRequest } from '../recovery/recover.ts';
import { processStart } from '../recovery/timing.ts';
import type { Feature } from '../server/feature.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import type { ActionJudge } from '../turns/judge-action.ts';
import { createRules } from '../turns/rules.ts';
import { createAnswerClick } from './answer-click.ts';
import { createDecisionClicks } from './approvals/decision-clicks.ts';
import { clickKind } from './click.ts';
import { createClickPermissions } from './click-permission.ts';
import { createQuestionClicks } from './question-clicks.ts';
import { createClickListener } from './receive-clicks.ts';

/** From now on OpenClaw gives us the requests of agents that need a decision; see `approvals/native-runtime.ts`. */
function receiveApprovals({ channelRuntime, accountId, signal }: ReadyAccount): void {
  registerChannelRuntimeContext({
    channelRuntime: channelRuntime as unknown as ChannelRuntimeSurface,
    channelId: 'mattermost',
    accountId,
    capability: CHANNEL_APPROVAL_NATIVE_RUNTIME_CONTEXT_CAPABILITY,
    context: { accountId },
    abortSignal: signal,
  });
}

type ChannelRuntimeSurface = NonNullable<Parameters<typeof registerChannelRuntimeContext>[0]['channelRuntime']>;

/** How long the controls of a message are remembered; the ledger keeps clicks as long. */
const controlsKeptMs = 7 * 24 * 60 * 60_000;

/**
 * Receives clicks on buttons and menus, and has each of them answered.
 *
 * @param startedAt when this process began, in milliseconds since 1970
 */
export function startButtons(
  account: ReadyAccount,
  answer: AnswerRequest,
  paired: ActionJudge['paired'],
  startedAt: number = processStart,
): Feature {
  const { accountId, stores, log } = account;
  const judge: ActionJudge = { account, rulesFor: createRules(account), paired };
  const permissions = createClickPermissions(account, judge);
  const questions = createQuestionClicks(account, permissions);
  const handlers = { answer: questions, 'answer-in-words': questions, decide: createDecisionClicks(account) };
  receiveApprovals(account);
  for (const line of clickWarnings(account)) log.warn(line);
  const ready = prepare();
  ready.catch(warnOf(account, 'buttons of earlier messages do not work'));
  const retired = retireControls().catch(warnOf(account, 'buttons of an earlier process could not be taken down'));

  async function prepare(): Promise<void> {
    await stores.tickets.forgetClaims();
    await stores.controls.prune(Date.now() - controlsKeptMs);
  }

  /** Removes the buttons of questions and approvals that OpenClaw has lost in a restart. It does not report them. */
  async function retireControls(): Promise<void> {
    for (const { choiceId, postId, createdAt } of await stores.controls.endingWithProcess()) {
      if (createdAt >= startedAt) continue;
      await stores.tickets.remove(choiceId);
      if (postId !== undefined) await takeDown(account, postId, texts.endedByRestart);
      await stores.controls.forget(choiceId);
    }
  }

  return {
    kinds: { [clickKind]: createAnswerClick({ account, judge, answer }) },
    routes: inbox => [
      {
        path: clickPath(accountId),
        listener: createClickListener({ account, permissions, inbox, handlers, ready }),
      },
    ],
    stop: () => retired,
  };
}
