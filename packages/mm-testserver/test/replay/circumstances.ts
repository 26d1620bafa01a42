import type { Reply } from '../support/integration.ts';
import type { Exactness } from './same.ts';

/** Where the recordings show something that is not the server's word. */
export const exactness: Readonly<Record<string, Exactness>> = {
  // The recorder kept these settings only.
  'client config (old format)': { mayHaveMore: true },
  // Channels with the same display name, and members, come as the table holds them.
  'channels of me in team': { anyOrder: true },
  'channel members': { shapeOnly: true },
  // The recorder kept the first six; four of them have the same create_at.
  'posts since': { mayHaveMore: true, anyOrder: true },
  // From 6.7 on by their ids, which are not ours.
  'post with ten files': { anyOrder: true },
};

/** Bodies of which the recorder kept a part only. */
export const bodies: Readonly<Record<string, unknown>> = {
  'incoming webhook posts': { text: '@claw alert', attachments: [{ fallback: 'f', text: 'attached' }] },
};

/** What is sent as a form, with its fields in this order. */
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

/** One field of a form. */
export interface FormField {
  readonly name: string;
  readonly value: string;
  /** Of a file. */
  readonly filename?: string;
}

/** What the recorder sent to a server of its own, with these settings. */
export const elsewhere: Readonly<Record<string, { readonly MaxFileSize: number }>> = {
  'upload over MaxFileSize (2000 bytes)': { MaxFileSize: 2_000 },
};

/** Sockets that the recorder opened without recording it, just before the entry with this label. */
export const opened: Readonly<Record<string, string>> = {
  'post with a mention': 'alice',
  'disable the bot': 'claw2',
  'post with a dialog button': 'alice',
  'archive it': 'claw',
};

/** What the recorder had alice post in `ops` while it was listening. */
export const postedMeanwhile: Readonly<Record<string, string>> = {
  'token revoked while connected: ping action, then a post in a channel of the bot': 'after revocation',
  'bot disabled while connected: ping action, then a post': 'while disabled',
  'bot enabled again on the same socket: ping action, then a post': 'once enabled',
  'resume 1: first connection': 'before drop',
};

/** With which query a socket is opened, and what was posted after the one before it was dropped. */
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

/** What the recorder's integration answered; 200 and `{}` where nothing is said. */
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
};

/** How much time passed before an entry, where that counts. */
export const waits: Readonly<Record<string, number>> = {
  'open a dialog four seconds after the click': 4_000,
};
