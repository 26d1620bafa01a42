import { AppError } from '../errors.ts';
import { isObject, toJson, toSortedJson } from '../json.ts';
import { parseFirstJson } from '../json-reading.ts';
import { channelById } from '../world/channels.ts';
import { publish } from '../world/events.ts';
import { insist, mayInChannel, mayInTeam } from '../world/permissions.ts';
import type { Props } from '../world/posts.ts';
import type { World } from '../world/world.ts';
import { callIntegration } from './call-integration.ts';
import type { Clicker } from './clicks.ts';
import type { DialogContent } from './dialog-content.ts';
import { readTrigger } from './trigger-ids.ts';

/** Opens a dialog for the person who clicked. The caller needs no session: the trigger id is enough. */
export function openDialog(world: World, triggerId: string, url: string, dialog: DialogContent): void {
  const { clientId, userId } = readTrigger(world, triggerId);
  const shown = toJson({ trigger_id: clientId, url, dialog });
  publish(world, { event: 'open_dialog', data: { dialog: shown }, to: { user_id: userId } });
}

/** What a client sends when the person submits or closes a dialog. */
export interface Submission {
  readonly url: string;
  readonly callback_id?: string | undefined;
  readonly state?: string | undefined;
  readonly channel_id?: string | undefined;
  readonly team_id?: string | undefined;
  readonly submission?: Props | undefined;
  readonly cancelled?: boolean | undefined;
}

/** The errors that an integration returned for a submission; empty when it accepted. */
export interface DialogAnswer {
  /** An error of the whole dialog. */
  readonly error?: string;
  /** Errors of elements, by name. */
  readonly errors?: Readonly<Record<string, string>>;
}

/**
 * Sends a submission to the integration.
 *
 * @throws {AppError} 403 in a channel or team that the person cannot see, 400 when the call fails.
 */
export async function submitDialog(world: World, sender: Clicker, sent: Submission): Promise<DialogAnswer> {
  const { url, callback_id = '', state = '', channel_id = '', team_id = '', cancelled = false } = sent;
  const { userId: user_id, token } = sender;
  if (channel_id === '' && world.traits.findsChannelOfSubmission) channelById(world, channel_id);
  insist(mayInChannel(world, user_id, channel_id, 'read_channel'));
  insist(mayInTeam(world, user_id, team_id, 'view_team'));
  const head = toJson({ type: 'dialog_submission', callback_id, state, user_id, channel_id, team_id });
  const submission = toSortedJson(sent.submission ?? null);
  const body = `${head.slice(0, -1)},"submission":${submission},"cancelled":${cancelled}}`;
  return readAnswer(world, await callIntegration(world, token, url, body));
}

// Before 10.11 the server takes malformed answers for consent; empty ones are that on every version.
function readAnswer({ traits }: World, text: string): DialogAnswer {
  const content = parseFirstJson(text);
  if (traits.refusesUnreadableDialogAnswers && text !== '' && !isReadable(content)) {
    throw new AppError(
      500,
      'app.submit_interactive_dialog.decode_json_error',
      'The answer of the dialog cannot be read.',
    );
  }
  const { error, errors } = isObject(content) ? content : {};
  const named = Object.entries(isObject(errors) ? errors : {}).map(([name, value]) => [name, textIn(value)]);
  return {
    ...(textIn(error) && { error: textIn(error) }),
    ...(named.length > 0 && { errors: Object.fromEntries(named) }),
  };
}

function isReadable(content: unknown): boolean {
  if (content === null) return true;
  if (!isObject(content)) return false;
  const { error, errors } = content;
  const isTexts = errors == null || (isObject(errors) && Object.values(errors).every(one => typeof one === 'string'));
  return (error == null || typeof error === 'string') && isTexts;
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
