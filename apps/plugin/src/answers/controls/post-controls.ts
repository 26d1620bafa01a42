import { type ControlInput, issueChoice, measureProps, type Uses } from '@clawmost/mm-hmac-buttons';
import { clickUrl } from '../../callbacks/click-address.ts';
import type { ReadyAccount } from '../../server/ready-account.ts';
import type { MessageControls } from '../../storage/controls.ts';
import { texts } from '../../texts.ts';
import { writeMeaning } from './meaning.ts';
import { followQuestion, noteQuestion } from './questions.ts';
import type { RenderedControl } from './render-presentation.ts';

/** How many buttons a message shows at most; more become one menu. */
const mostButtons = 20;

/** What Mattermost 5.37 allows as props; newer servers allow a hundred times as much. Our own marker needs some of it. */
const mostPropsLength = 7_000;

/** How long a choice is open: settled clicks are kept as long in the ledger. */
export const choiceOpenMs: number = 7 * 24 * 60 * 60_000;

/** The controls of a message. */
export interface ControlsToPost {
  readonly controls: readonly RenderedControl[];
  /** How often the choice counts. @default 'once' */
  readonly uses?: Uses;
  /** The only person who may choose. */
  readonly userId?: string;
  /** Whether OpenClaw forgets what they are about when its process ends. @default false */
  readonly endsWithProcess?: boolean;
  /** The question of the agent that they answer. */
  readonly questionId?: string;
  /** The labels of malformed buttons, for the log. */
  readonly dropped?: readonly string[];
}

/** The account whose controls are posted. */
type Issuer = Pick<ReadyAccount, 'accountId' | 'settings' | 'config' | 'log'> & {
  readonly stores: Pick<ReadyAccount['stores'], 'tickets' | 'controls'>;
};

/**
 * Gives the controls of a message their tickets, and keeps them under the id of the delivery: call it before the message is
 * posted, which then has them on its first post.
 */
export async function addControls(
  account: Issuer,
  { deliveryId, channelId }: { readonly deliveryId: string; readonly channelId: string },
  toPost: ControlsToPost,
): Promise<void> {
  const { controls, dropped = [], endsWithProcess = false } = toPost;
  for (const label of dropped) {
    account.log.warn(`a button without a value was left out, its label is in the text (malformed-button): "${label}"`);
  }
  const isRepeated = (await account.stores.controls.find(deliveryId)) !== undefined;
  if (controls.length === 0 || isRepeated) return;
  const { choiceId, attachments } = await issueControls(account, channelId, toPost);
  if (toPost.questionId) noteQuestion(deliveryId, { accountId: account.accountId, questionId: toPost.questionId });
  await account.stores.controls.add({ deliveryId, choiceId, attachments, endsWithProcess, createdAt: Date.now() });
}

/** The controls of a message count on its post alone from now on. */
export async function bindControls(
  { tickets, controls }: Pick<ReadyAccount['stores'], 'tickets' | 'controls'>,
  { choiceId, deliveryId }: Pick<MessageControls, 'choiceId' | 'deliveryId'>,
  post: { readonly id: string },
): Promise<void> {
  await tickets.bind(choiceId, post.id);
  await controls.notePosted(deliveryId, post.id);
  followQuestion(deliveryId, post.id);
}

/** Many buttons become one menu, because old servers allow a post only 8,000 characters of props. */
async function issueControls(account: Issuer, channelId: string, { controls, uses = 'once', userId }: ControlsToPost) {
  const { accountId, stores } = account;
  const issue = async (these: readonly RenderedControl[]) => {
    const { id, attachments } = await issueChoice(stores.tickets, {
      ...{ accountId, channelId, uses, callbackUrl: clickUrl(account), expiresInMs: choiceOpenMs },
      ...(userId !== undefined && { userId }),
      controls: these.map(toInput),
      maxPropsLength: Number.MAX_SAFE_INTEGER,
    });
    return { choiceId: id, attachments };
  };
  if (controls.length > mostButtons) return issue(asMenu(controls));
  const issued = await issue(controls);
  if (measureProps({ attachments: issued.attachments }) <= mostPropsLength) return issued;
  await stores.tickets.remove(issued.choiceId);
  return issue(asMenu(controls));
}

function toInput(control: RenderedControl): ControlInput {
  const { label } = control;
  if (control.kind === 'menu') {
    const options = control.options.map(({ text, meaning }) => ({ text, value: writeMeaning(meaning) }));
    return { type: 'select', label, options: distinct(options) };
  }
  const { meaning, style, isDisabled = false } = control;
  return { label, value: writeMeaning(meaning), style, disabled: isDisabled };
}

/** Two options with the same meaning are one. */
function distinct<T extends { readonly value: string }>(options: readonly T[]): T[] {
  return [...new Map(options.map(option => [option.value, option])).values()];
}

/** Puts all buttons that can be clicked into one menu, before the menus. */
function asMenu(controls: readonly RenderedControl[]): RenderedControl[] {
  const options = controls.flatMap(control =>
    control.kind === 'button' && !control.isDisabled ? [{ text: control.label, meaning: control.meaning }] : [],
  );
  const menus = controls.filter(({ kind }) => kind === 'menu');
  return options.length === 0 ? menus : [{ kind: 'menu', label: texts.menuLabel, options }, ...menus];
}
