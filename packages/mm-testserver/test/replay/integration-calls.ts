import type { Asked } from '../support/integration.ts';
import type { Names } from './names.ts';
import type { IntegrationCall } from './recording.ts';
import { insistOnSame } from './same.ts';

/** Compares the calls to the integration with the recorded ones. */
export function insistOnSameCalls(recorded: readonly IntegrationCall[], calls: Asked[], names: Names): void {
  const actual = calls.splice(0);
  insistOnSame(recorded.length, actual.length, names);
  for (const [i, { method, path, headers, body }] of recorded.entries()) {
    const ours = actual[i];
    const shown = Object.keys(headers).map(name => [name, ours?.headers[name]]);
    insistOnSame(
      { method, path, headers, body: withoutTrigger(body) },
      { method: ours?.method, path: ours?.path, headers: Object.fromEntries(shown), body: withoutTrigger(ours?.body) },
      names,
    );
    if (triggerOf(body) === '$trigger') names.ids.set('$trigger', triggerOf(ours?.body));
    else insistOnSame(triggerShape(body), triggerShape(ours?.body), names);
  }
}

function triggerOf(body: unknown): string {
  return String(fieldsOf(body)['trigger_id'] ?? '');
}

function withoutTrigger(body: unknown): unknown {
  return { ...fieldsOf(body), trigger_id: undefined };
}

/** The fields of a JSON body or of a form. */
function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return Object(body)['$form'] ?? Object(body);
}

/** The form of a trigger id: the lengths of its two ids, the size of its time, and the start of its signature. */
function triggerShape(body: unknown): unknown {
  const trigger = triggerOf(body);
  if (trigger === '') return 'none';
  const [id = '', user = '', time = '', signature = ''] = Buffer.from(trigger, 'base64').toString().split(':');
  return { id: id.length, user: user.length, time: time.length, signature: signature[0] };
}
