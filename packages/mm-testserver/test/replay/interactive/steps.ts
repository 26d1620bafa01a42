import { readFileSync } from 'node:fs';
import type { MattermostVersion } from '../../../src/index.ts';

// Records of what was tried with buttons, dialogs, commands and webhooks on real servers, by topic.

/** A request to the server and its answer; of a long body only some fields were recorded. */
export interface RestRecord {
  readonly as: string | null;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly response: { readonly status: number; readonly contentType?: string; readonly body?: unknown };
}

/** What the server sent to the integration, and what the integration answered; `request` is `null` when nothing came. */
export interface CallRecord {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Readonly<Record<string, unknown>>;
  } | null;
  readonly answered?: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

/** What a socket was sent; `null` when nothing came. */
export interface EventRecord {
  readonly to: string;
  readonly event: Readonly<Record<string, unknown>> | null;
}

/** All that was recorded about one request. */
export interface Step {
  readonly label: string;
  readonly calls: CallRecord[];
  readonly events: EventRecord[];
  /** Bodies of calls, byte for byte. */
  readonly raws: string[];
  rest?: RestRecord;
  /** How many records the step is made of. */
  records: number;
}

type Entry = { readonly on: readonly string[]; readonly kind: string; readonly label: string } & Readonly<
  Record<string, never>
>;

const file = new URL('../../recordings/interactive-9.11-to-11.1.json', import.meta.url);
const { topics } = JSON.parse(plainNames(readFileSync(file, 'utf8'))) as { topics: Record<string, Entry[]> };

const firstOfGroup =
  /^actions: (?:how|who)|^ephemeral|^mm_blocks|^dialogs|^commands: making|^outgoing|^incoming|^how large/;

/** The names of the topics, in groups that the recorder tried on one server, one after the other. */
export const topicGroups: readonly (readonly string[])[] = Object.keys(topics).reduce<string[][]>((groups, topic) => {
  if (firstOfGroup.test(topic)) groups.push([topic]);
  else groups.at(-1)?.push(topic);
  return groups;
}, []);

/** The steps of a topic on a version, in the order in which they were tried. */
export function stepsOf(topic: string, version: MattermostVersion): readonly Step[] {
  const all = topics[topic] ?? [];
  // What differs between versions is at the end of the topic, one version after the other.
  const order = [...new Set(all.map(labelOf))];
  const steps = new Map<string, Step>();
  for (const [at, entry] of all.entries()) {
    if (!entry.on.includes(version)) continue;
    const label = labelOf(entry, at, all);
    const step = steps.get(label) ?? { label, calls: [], events: [], raws: [], records: 0 };
    steps.set(label, step);
    step.records += 1;
    const record = spelledOut(entry) as never;
    if (entry.kind === 'rest') step.rest = record;
    if (entry.kind === 'call') step.calls.push(record);
    if (entry.kind === 'event') step.events.push(record);
    if (entry.kind === 'raw') step.raws.push((record as { body: string }).body);
  }
  const isSent = ({ rest, calls }: Step): boolean => rest !== undefined || calls.some(isOutgoingWebhook);
  return [...steps.values()].filter(isSent).sort((one, other) => order.indexOf(one.label) - order.indexOf(other.label));
}

/** Whether the server made a call because of a post, which was not recorded. */
function isOutgoingWebhook({ request }: CallRecord): boolean {
  return request?.path.startsWith('/out') === true;
}

/** Some calls have a label of their own: they belong to the next request. */
function labelOf({ label, on }: Entry, at: number, all: readonly Entry[]): string {
  const plain = label.replace(/: the ephemeral text$/, '');
  const isComplete = all.some(other => other.label === plain && other.kind === 'rest');
  if (isComplete || all[at]?.kind !== 'call' || isOutgoingWebhook(all[at] as never)) return plain;
  const next = all.slice(at).find(entry => entry.kind === 'rest' && entry.on.some(version => on.includes(version)));
  return next?.label ?? label;
}

/** A name as the other recordings spell them: in small letters, without blanks. */
export function plainName(name: string): string {
  return name.replace(/[_, ]/g, '').toLowerCase();
}

function plainNames(text: string): string {
  return text
    .replaceAll('$TRIGGER', '$loudtrigger')
    .replace(/\$post\.[\w, ]+/g, plainName)
    .replace(/\$[a-zA-Z]+(?:\.[a-zA-Z]+)?/g, name => name.toLowerCase());
}

let lastTime = 2_000_000_000_000;

/** Restores what the recorder shortened: JSON within JSON, repeated letters, and times, which are any times. */
function spelledOut(value: unknown): unknown {
  if (value === '$time') return ++lastTime;
  // In seconds, as the form of an outgoing webhook has it.
  if (/^1795\d{6}$/.test(String(value))) return `$opaque${++lastTime}`;
  if (typeof value === 'string')
    return value.replace(/(.)×(\d+)/gu, (_, letter, count) => letter.repeat(Number(count)));
  if (Array.isArray(value)) return value.map(spelledOut);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key === '(JSON in a string)' ? '$json' : key,
    spelledOut(item),
  ]);
  return Object.fromEntries(entries);
}
