import type { Reply } from '../support/integration.ts';
import type { Exactness } from './same.ts';

/** Answers that cannot be compared exactly, by label. */
export const exactness: Readonly<Record<string, Exactness>> = {
  // The recorder saved only these settings.
  'client config (old format)': { mayHaveMore: true },
  // The order of equal display names, and of members, is that of the database.
  'channels of me in team': { anyOrder: true },
  'users by ids': { anyOrder: true },
  'channel members': { shapeOnly: true },
  // The recorder saved the first six; four of them have the same create_at.
  'posts since': { mayHaveMore: true, anyOrder: true },
  // From 6.7 on sorted by id, and our ids differ.
  'post with ten files': { anyOrder: true },
};

/** Bodies that the recorder saved only in part, by label. */
export const bodies: Readonly<Record<string, unknown>> = {
  'incoming webhook posts': { text: '@claw alert', attachments: [{ fallback: 'f', text: 'attached' }] },
};

/** Bodies that are sent as forms, with the fields in this order. */
export const forms: Readonly<Record<string, readonly FormField[]>> = {
  upload: [
    { name: 'channel_id', value: '$ops.id' },
    { name: 'files', value: 'hello', filename: 'note.txt' },
  ],
  'upload without channel': [{ name: 'files', value: 'x', filename: 'x.txt' }],
  'upload over MaxFileSize (2000 bytes)': [
    { name: 'channel_id', value: '$ops.id' },
    { name: 'files', value: 'x'.repeat(5_000), filename: 'big.txt' },
  ],
};

/** A field of a form. */
export interface FormField {
  readonly name: string;
  readonly value: string;
  /** Only for a file. */
  readonly filename?: string;
}

/** Requests that the recorder sent to another server, with these settings. */
export const elsewhere: Readonly<Record<string, { readonly MaxFileSize: number }>> = {
  'upload over MaxFileSize (2000 bytes)': { MaxFileSize: 2_000 },
};

/** Sockets that the recorder opened, without recording it, just before the entry with this label. */
export const opened: Readonly<Record<string, string>> = {
  'post with a mention': 'alice',
  'disable the bot': 'claw2',
  'post with a dialog button': 'alice',
  'archive it': 'claw',
};

/** Posts that alice wrote in `ops` during the entry with this label. */
export const postedMeanwhile: Readonly<Record<string, string>> = {
  'token revoked while connected: ping action, then a post in a channel of the bot': 'after revocation',
  'bot disabled while connected: ping action, then a post': 'after disabling',
  'bot enabled again on the same socket: ping action, then a post': 'after enabling',
  'resume 1: first connection': 'before drop',
};

/** The query with which a socket is resumed, and the posts since the previous socket was dropped. */
export interface Resuming {
  readonly query: string;
  readonly missed: readonly string[];
}

const asked = 'connection_id=$conn.1&sequence_number=2';

export const resuming: Readonly<Record<string, Resuming>> = {
  'resume 2: same connection_id, sequence_number = last seen + 1 (2)': {
    query: asked,
    missed: ['missed 1', 'missed 2'],
  },
  'resume 3: same parameters, challenge authentication instead of the header': { query: asked, missed: [] },
  'resume 4: unknown connection_id': { query: `connection_id=${'a'.repeat(26)}&sequence_number=2`, missed: [] },
};

const inChannel: Reply = { body: { response_type: 'in_channel', text: 'public', username: 'ignored' } };

/** The answers of the recorder's integration; 200 and `{}` by default. */
export const integrationAnswers: Readonly<Record<string, Reply>> = {
  'click answered with ephemeral_text': { body: { ephemeral_text: 'just for you' } },
  'click, integration answers 500': { status: 500 },
  'click, integration answers 403': { status: 403 },
  'click, integration answers text': { text: 'not json' },
  'click answered with update': { body: { update: { message: 'Done', props: { attachments: [] } } } },
  'click answered with update with a message only': { body: { update: { message: 'changed' } } },
  'click answered with update with props only': { body: { update: { props: { attachments: [{ text: 'new' }] } } } },
  'click answered with update with message and empty props': { body: { update: { message: 'done', props: {} } } },
  'click, integration answers 201': { status: 201 },
  'click, integration answers 204': { status: 204, text: '' },
  'click, integration answers 200 with an empty body': { text: '' },
  'submit, answered with field errors': { body: { errors: { name: 'too short' } } },
  'submit, accepted with an empty answer': { text: '' },
  'submit, integration answers 500': { status: 500 },
  execute: { body: { response_type: 'ephemeral', text: 'Processing...' } },
  'execute, in_channel answer': inChannel,
  'execute in a thread': inChannel,
  'execute in a direct channel': inChannel,
  'execute, integration answers 500': { status: 500, text: 'oops' },
  'execute, plain text answer': { text: 'plain text answer', headers: { 'content-type': 'text/plain' } },
  'execute, empty answer': { text: '', headers: { 'content-type': 'application/json' } },
  'execute for response_url': { body: { response_type: 'ephemeral', text: 'ok' } },
};

/** The time in milliseconds that passed before an entry, when it matters. */
export const waits: Readonly<Record<string, number>> = {
  'open a dialog four seconds after the click': 4_000,
};
