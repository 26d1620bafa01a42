import type { MattermostVersion } from '../../../src/index.ts';
import { insistOnSame } from '../same.ts';
import { prepare } from './prepare.ts';
import { openScene, type Scene } from './scene.ts';
import { reasonToSkip } from './skipped.ts';
import { type CallRecord, plainName, type RestRecord, type Step, stepsOf } from './steps.ts';
import { compareCalls, compareEvent, dropFrames, replyOf } from './wires.ts';

/** The result of a replay: how many records were replayed, how many were skipped, and the differences. */
export interface Outcome {
  readonly replayed: number;
  readonly skipped: number;
  readonly differences: readonly string[];
}

/** Replays topics one after the other on one server of a version. */
export async function playTopics(topics: readonly string[], version: MattermostVersion): Promise<Outcome> {
  const scene = await openScene(version);
  const outcome = { replayed: 0, skipped: 0, differences: [] as string[] };
  try {
    for (const topic of topics) {
      const steps = stepsOf(topic, version);
      for (const step of steps) {
        if (reasonToSkip(version, topic, step.label)) {
          outcome.skipped += step.records;
          continue;
        }
        try {
          await prepare(scene, topic, step, steps);
          await play(scene, step);
          outcome.replayed += step.records;
        } catch (error) {
          outcome.differences.push(`${version} ${topic}: ${step.label}: ${error}`);
        }
      }
    }
  } finally {
    await scene.close();
  }
  return outcome;
}

async function play(scene: Scene, step: Step): Promise<void> {
  const { label, rest = postThatCalls(label, step.calls), calls, events, raws } = step;
  if (!rest) throw new Error('nothing to send');
  const { integration, names } = scene;
  // Before an answer through a `response_url`, the recorder ran the command.
  const [first] = calls;
  const earlier = first?.request?.path === '/cmd' && rest.request.path.startsWith('/hooks/') ? [first] : [];
  await dropFrames(scene);
  for (const call of earlier) await runCommand(scene, call, label === 'of a command in a thread' ? '$root' : undefined);
  integration.asked.splice(0);
  const during = calls.slice(earlier.length);
  const replies = during.filter(({ request }) => request !== null).map(call => replyOf(scene, call));
  integration.answer = async () => {
    if (label === 'post deleted while the integration works') {
      await scene.call('claw', 'DELETE', rest.request.path.split('/actions/')[0] ?? '');
    }
    return replies.shift() ?? {};
  };
  const { method, path, body, headers } = rest.request;
  const response = await scene.ask(rest.as, method, path, body, headers);
  const text = await response.text();
  const [contentType = ''] = (response.headers.get('content-type') ?? '').split(';');
  const ours = contentType === 'application/json' ? JSON.parse(text) : text;
  const isPost = step.rest === undefined;
  if (isPost) await integration.came(during.filter(({ request }) => request !== null).length);
  compareCalls(scene, integration.asked.splice(0), during, raws);
  const { response: recorded } = rest;
  insistOnSame({ status: recorded.status }, { status: response.status }, names);
  if (recorded.contentType !== undefined) insistOnSame(recorded.contentType, contentType, names);
  insistOnSame(withoutText(recorded), asRecorded(withoutText(recorded), ours), names);
  for (const event of events) await compareEvent(scene, event, isPost ? ours.id : undefined);
}

/** The post that made the server call an outgoing webhook, which the recorder did not save. */
function postThatCalls(label: string, [call]: readonly CallRecord[]): RestRecord | undefined {
  const { path, body } = call?.request ?? {};
  if (!path?.startsWith('/out')) return undefined;
  const isReply = label.startsWith('posted in a thread');
  const message = { channel_id: '$open', message: body?.['text'], ...(isReply && { root_id: '$root' }) };
  const id = plainName(`$post.${label}`);
  return {
    as: String(body?.['user_name'] ?? 'alice'),
    request: { method: 'POST', path: '/posts', body: message },
    response: { status: 201, body: { id } },
  };
}

async function runCommand(scene: Scene, call: CallRecord, root_id: string | undefined): Promise<void> {
  const { body } = call.request ?? {};
  scene.integration.answer = replyOf(scene, call);
  const { channel_id, team_id } = body ?? {};
  const command = { command: `${body?.['command']} ${body?.['text']}`, channel_id, team_id, root_id };
  await scene.call('alice', 'POST', '/commands/execute', command);
  compareCalls(scene, scene.integration.asked.splice(0), [call], []);
  const { ids } = scene.names;
  const hook = /\$\w+$/.exec(String(body?.['response_url']))?.[0] ?? '';
  ids.set('$hook', ids.get(hook) ?? '');
}

/** An error counts by its id: its text is translated, and ours is in our own words. */
function withoutText({ status, body }: RestRecord['response']): unknown {
  if (status < 400 || typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { message: _, detailed_error: __, ...rest } = body as Record<string, unknown>;
  return rest;
}

/** The fields that the recorder saved, as it saved them: of some it only noted whether they were there, or how many. */
function asRecorded(recorded: unknown, actual: unknown): unknown {
  if (Array.isArray(recorded) && Array.isArray(actual)) return actual.map(item => asRecorded(recorded[0], item));
  if (typeof recorded !== 'object' || recorded === null) return actual;
  const body = Object(actual);
  const derived: Readonly<Record<string, unknown>> = {
    ...body,
    ...('edit_at' in recorded && typeof recorded.edit_at === 'boolean' && { edit_at: body.edit_at > 0 }),
    ...('files' in recorded && { files: body.metadata?.files?.length ?? 0 }),
    ...('hasToken' in recorded && { hasToken: body.token !== '' }),
  };
  return Object.fromEntries(Object.entries(derived).filter(([key]) => key in recorded));
}
