import { bodies, elsewhere, exactness, type FormField, forms, integrationAnswers } from './circumstances.ts';
import { insistOnSameCalls } from './integration-calls.ts';
import { fillIn, fillInAll, type Names } from './names.ts';
import type { Recording, RestEntry } from './recording.ts';
import { insistOnSame } from './same.ts';
import { type Seeded, seed, stop } from './seed.ts';

/** The token of a name in the recording. */
export function tokenOf(as: string | null, { ids }: Names): string | undefined {
  if (as === 'claw_t2') return ids.get('$claw.token2');
  return as === null ? undefined : (ids.get(`$${as}.token`) ?? as);
}

/** A recorded request. */
export interface Sent {
  readonly as: string | null;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly form?: readonly FormField[] | undefined;
}

/** Sends a recorded request to our server. */
export async function send({ mattermost, names }: Seeded, { as, method, path, body, form }: Sent): Promise<Response> {
  const token = tokenOf(as, names);
  // The addresses of incoming webhooks are not below the API.
  const filled = fillIn(path, names);
  const base = filled.startsWith('http')
    ? ''
    : filled.startsWith('/hooks/') && as === null
      ? mattermost.url
      : `${mattermost.url}/api/v4`;
  const content = form ? formData(form, names) : jsonText(fillInAll(body, names));
  return await fetch(`${base}${filled}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(typeof content === 'string' && { 'content-type': 'application/json' }),
    },
    ...(content !== undefined && { body: content }),
  });
}

function jsonText(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

function formData(fields: readonly FormField[], names: Names): FormData {
  const form = new FormData();
  for (const { name, value, filename } of fields) {
    if (filename === undefined) form.append(name, fillIn(value, names));
    else form.append(name, new Blob([value]), filename);
  }
  return form;
}

/** Repeats a request on the server of the replay, or on another one, and compares the answers. */
export async function replayRequest(seeded: Seeded, entry: RestEntry, recording: Recording): Promise<void> {
  const config = elsewhere[entry.label];
  if (!config) return await repeat(seeded, entry);
  const other = await seed(recording, { config });
  await repeat(other, entry).finally(() => stop(other));
}

async function repeat(
  seeded: Seeded,
  { label, as, request, response, integrationCalls = [] }: RestEntry,
): Promise<void> {
  const { names, integration } = seeded;
  integration.answer = integrationAnswers[label] ?? {};
  const { networkError, ...recorded } = response;
  if (label === 'post with ten files') await uploadTen(seeded, request.body);
  const { method, path } = request;
  const answer = send(seeded, { as, method, path, body: bodies[label] ?? request.body, form: forms[label] });
  if (networkError !== undefined) {
    const reason = await answer.then(
      () => 'an answer',
      () => networkError,
    );
    return insistOnSame(networkError, reason, names);
  }
  const { status, headers } = await answer;
  const text = await (await answer).text();
  const body = '$text' in Object(recorded.body) ? { $text: text } : JSON.parse(text);
  const { contentType = recorded.contentType } = { contentType: headers.get('content-type') ?? undefined };
  const ours = { status, ...(recorded.contentType !== undefined && { contentType }), body };
  insistOnSame(recorded, ours, names, exactness[label]);
  insistOnSameCalls(integrationCalls, integration.asked, names);
}

/** The recorder uploaded ten files before, without recording it. */
async function uploadTen(seeded: Seeded, body: unknown): Promise<void> {
  const recorded: readonly string[] = Object(body).file_ids;
  for (const [i, id] of recorded.entries()) {
    const form = [
      { name: 'channel_id', value: '$ops.id' },
      { name: 'files', value: `f${i % 10}`, filename: `f${i}.txt` },
    ];
    const { file_infos } = Object(
      await (await send(seeded, { as: 'claw', method: 'POST', path: '/files', form })).json(),
    );
    seeded.names.ids.set(id, file_infos[0].id);
  }
}
