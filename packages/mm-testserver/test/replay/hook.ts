import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IntegrationAnswer } from './circumstances.ts';
import type { Names } from './names.ts';
import type { IntegrationCall } from './recording.ts';
import { insistOnSame } from './same.ts';

/** What the recorder had as its integration. */
export interface Hook {
  /** Host and port. */
  readonly address: string;
  readonly calls: IntegrationCall[];
  answer: IntegrationAnswer;
  close(): void;
}

export async function startHook(): Promise<Hook> {
  const calls: IntegrationCall[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    let text = '';
    for await (const chunk of request) text += chunk;
    calls.push({ method, path, headers: headers as Record<string, string>, body: JSON.parse(text) });
    const { status = 200, body = {}, text: plain = JSON.stringify(body) } = hook.answer;
    response.writeHead(status).end(plain);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const hook: Hook = { address: `127.0.0.1:${port}`, calls, answer: {}, close: () => void server.close() };
  return hook;
}

/** Insists that the integration was asked what the recorder's was asked. */
export function insistOnSameCalls(recorded: readonly IntegrationCall[], calls: IntegrationCall[], names: Names): void {
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
  return String(Object(body)['trigger_id'] ?? '');
}

function withoutTrigger(body: unknown): unknown {
  return { ...Object(body), trigger_id: undefined };
}

/** The lengths of its id and its user's, the size of the time, and how its signature begins. */
function triggerShape(body: unknown): unknown {
  const trigger = triggerOf(body);
  if (trigger === '') return 'none';
  const [id = '', user = '', time = '', signature = ''] = Buffer.from(trigger, 'base64').toString().split(':');
  return { id: id.length, user: user.length, time: time.length, signature: signature[0] };
}
