import type { DialogContent } from '../integrations/dialog-content.ts';
import { type DialogAnswer, submitDialog } from '../integrations/dialogs.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import { asUserAsync } from './errors.ts';

/** A dialog as the event `open_dialog` describes it. */
export interface ShownDialog {
  /** The `trigger_id` of the click after which the integration opened it. */
  readonly trigger_id: string;
  /** The address of the integration, for the submission. */
  readonly url: string;
  /** The title, the elements and the rest of the content. */
  readonly dialog: DialogContent;
}

/** The values of the elements, by name. */
export type DialogValues = Readonly<Record<string, string | number | boolean | null>>;

/** Submits a dialog; elements without a value get their default. */
export function submitValues(
  world: World,
  who: Account,
  channelId: string,
  shown: ShownDialog,
  values: DialogValues,
): Promise<DialogAnswer> {
  return send(world, who, channelId, shown, { submission: withDefaults(shown.dialog, values), cancelled: false });
}

/** Closes a dialog; calls the integration only if the dialog has `notify_on_cancel`. */
export async function closeDialog(world: World, who: Account, channelId: string, shown: ShownDialog): Promise<void> {
  if (!shown.dialog.notify_on_cancel) return;
  await send(world, who, channelId, shown, { submission: {}, cancelled: true });
}

function withDefaults({ elements }: DialogContent, values: DialogValues): DialogValues {
  const names = (elements ?? []).map(({ name }) => name);
  const unknown = Object.keys(values).find(name => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`the dialog has no element ${unknown}; it has ${names.join(', ') || 'none'}`);
  }
  const defaults = (elements ?? []).map(element => [element.name, defaultOf(element)]);
  return { ...Object.fromEntries(defaults), ...values };
}

function defaultOf({
  type,
  default: given,
}: {
  readonly type: string;
  readonly default: string;
}): DialogValues[string] {
  return type === 'bool' ? given === 'true' : given || null;
}

interface Submission {
  readonly submission: DialogValues;
  readonly cancelled: boolean;
}

function send(
  world: World,
  who: Account,
  channelId: string,
  shown: ShownDialog,
  sent: Submission,
): Promise<DialogAnswer> {
  const { url, dialog } = shown;
  const { callback_id, state } = dialog;
  const place = { channel_id: channelId, team_id: openTeamOf(world, who.id, channelId) };
  const sender = { userId: who.id, token: who.token };
  return asUserAsync(who.username, () => submitDialog(world, sender, { url, callback_id, state, ...place, ...sent }));
}

/** The team that the client shows; also when the channel is a direct one, which has no team. */
function openTeamOf(world: World, userId: string, channelId: string): string {
  const ofChannel = world.channels.get(channelId)?.team_id;
  if (ofChannel) return ofChannel;
  for (const [teamId, members] of world.teamMembers) if (members.get(userId)?.delete_at === 0) return teamId;
  return '';
}
