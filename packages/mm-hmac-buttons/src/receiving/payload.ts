import { isJsonObject, isWithinDepth, type JsonObject } from '../signing/json.ts';
import type { RefusalCode } from './refusals.ts';

/** A click, as Mattermost sent it. */
export interface ClickPayload {
  readonly form: 'click';
  readonly type: '' | 'button' | 'select';
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string;
  readonly channelName: string;
  readonly teamId: string;
  readonly teamDomain: string;
  readonly postId: string;
  readonly triggerId: string;
  readonly context: JsonObject;
}

/** A submission of a dialog, as Mattermost sent it. */
export interface DialogPayload {
  readonly form: 'dialog';
  readonly userId: string;
  readonly channelId: string;
  readonly teamId: string;
  readonly callbackId: string;
  readonly state: string;
  readonly submission: JsonObject;
  readonly cancelled: boolean;
}

/** A payload of the right form, or the reason for a refusal. */
export type PayloadVerdict = ClickPayload | DialogPayload | { readonly refusal: RefusalCode; readonly detail?: string };

/** Reads the JSON that Mattermost sent. It checks the form only, not whether the click is genuine. */
export function readPayload(bytes: Uint8Array): PayloadVerdict {
  if (bytes.length === 0) {
    return { refusal: 'invalid-body', detail: 'it is empty; a body parser may have read it before the receiver' };
  }
  const body = parse(bytes);
  if (!isJsonObject(body) || !isWithinDepth(body, maxBodyDepth)) return { refusal: 'invalid-body' };
  const form = body['type'] ?? '';
  if (form === 'dialog_submission') return readDialog(body);
  if (form !== '' && form !== 'button' && form !== 'select') return { refusal: 'invalid-body' };
  return readClick(body, form);
}

// A context may be 32 levels deep, and it is one level below the body.
const maxBodyDepth = 33;

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function readClick(body: JsonObject, type: ClickPayload['type']): PayloadVerdict {
  const { context } = body;
  if (!isJsonObject(context)) return { refusal: 'missing-context' };
  const ids = ['user_id', 'channel_id', 'post_id'].map(field => body[field]);
  if (!ids.every(isFilled)) return { refusal: 'invalid-body' };
  const [userId = '', channelId = '', postId = ''] = ids;
  return {
    form: 'click',
    type,
    userId,
    channelId,
    postId,
    userName: textOf(body['user_name']),
    channelName: textOf(body['channel_name']),
    teamId: textOf(body['team_id']),
    teamDomain: textOf(body['team_domain']),
    triggerId: textOf(body['trigger_id']),
    context,
  };
}

function readDialog(body: JsonObject): PayloadVerdict {
  const { user_id: userId, channel_id: channelId, state, callback_id: callbackId } = body;
  const submission = body['submission'] ?? {};
  const cancelled = body['cancelled'] ?? false;
  if (!isFilled(userId) || !isJsonObject(submission) || typeof cancelled !== 'boolean')
    return { refusal: 'invalid-body' };
  return {
    form: 'dialog',
    userId,
    channelId: textOf(channelId),
    teamId: textOf(body['team_id']),
    callbackId: textOf(callbackId),
    state: textOf(state),
    submission,
    cancelled,
  };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
