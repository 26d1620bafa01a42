import type { DialogContent } from '../integrations/dialog-content.ts';
import { type DialogAnswer, submitDialog } from '../integrations/dialogs.ts';
import type { World } from '../world/world.ts';
import type { Somebody } from './channel.ts';
import { asyncInTheNameOf } from './errors.ts';

/** A dialog on somebody's screen, as the event `open_dialog` brings it. */
export interface ShownDialog {
  /** The `trigger_id` of the answer to the click that led to it. */
  readonly trigger_id: string;
  /** Where it is submitted to. */
  readonly url: string;
  /** What it asks for. */
  readonly dialog: DialogContent;
}

/** What is filled in, by the names of the elements. */
export type DialogValues = Readonly<Record<string, string | number | boolean | null>>;

/** Submits a dialog, with the defaults of what is not filled in. */
export function fillIn(
  world: World,
  who: Somebody,
  channelId: string,
  shown: ShownDialog,
  values: DialogValues,
): Promise<DialogAnswer> {
  return send(world, who, channelId, shown, { submission: filledIn(shown.dialog, values), cancelled: false });
}

/** Closes a dialog; the integration hears of it only when it asked for that. */
export async function closeDialog(world: World, who: Somebody, channelId: string, shown: ShownDialog): Promise<void> {
  if (!shown.dialog.notify_on_cancel) return;
  await send(world, who, channelId, shown, { submission: {}, cancelled: true });
}

function filledIn({ elements }: DialogContent, values: DialogValues): DialogValues {
  const names = (elements ?? []).map(({ name }) => name);
  const unknown = Object.keys(values).find(name => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`the dialog does not ask for ${unknown}; it asks for ${names.join(', ') || 'nothing'}`);
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

interface Sent {
  readonly submission: DialogValues;
  readonly cancelled: boolean;
}

function send(world: World, who: Somebody, channelId: string, shown: ShownDialog, sent: Sent): Promise<DialogAnswer> {
  const { url, dialog } = shown;
  const { callback_id, state } = dialog;
  const place = { channel_id: channelId, team_id: teamOpen(world, who.id, channelId) };
  const sender = { userId: who.id, token: who.token };
  return asyncInTheNameOf(who.username, () =>
    submitDialog(world, sender, { url, callback_id, state, ...place, ...sent }),
  );
}

/** A client has a team open even while it shows a direct channel. */
function teamOpen(world: World, userId: string, channelId: string): string {
  const ofChannel = world.channels.get(channelId)?.team_id;
  if (ofChannel) return ofChannel;
  for (const [teamId, members] of world.teamMembers) if (members.get(userId)?.delete_at === 0) return teamId;
  return '';
}
