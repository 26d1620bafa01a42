import { clickPath, clickWarnings } from '../callbacks/click-address.ts';
import type { AnswerRequest } from '../recovery/recover.ts';
import type { Feature } from '../server/feature.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import type { ActionJudge } from '../turns/judge-action.ts';
import { createRules } from '../turns/rules.ts';
import { createAnswerClick } from './answer-click.ts';
import { clickKind } from './click.ts';
import { createClickListener } from './receive-clicks.ts';

/** How long the controls of a message are remembered; the ledger keeps clicks as long. */
const controlsKeptMs = 7 * 24 * 60 * 60_000;

/** Receives clicks on buttons and menus, and has each of them answered. */
export function startButtons(account: ReadyAccount, answer: AnswerRequest, paired: ActionJudge['paired']): Feature {
  const { accountId, stores, log } = account;
  const judge: ActionJudge = { account, rulesFor: createRules(account), paired };
  for (const line of clickWarnings(account)) log.warn(line);
  const ready = prepare();

  async function prepare(): Promise<void> {
    await stores.tickets.forgetClaims();
    await stores.controls.prune(Date.now() - controlsKeptMs);
  }
  ready.catch(warnOf(account, 'buttons of earlier messages do not work'));

  return {
    kinds: { [clickKind]: createAnswerClick({ account, judge, answer }) },
    routes: inbox => [{ path: clickPath(accountId), listener: createClickListener({ account, judge, inbox, ready }) }],
  };
}
