import type { IncomingMessage, ServerResponse } from 'node:http';
import { texts } from '../texts.ts';
import { listenerAt } from './open-routes.ts';

/**
 * Answers a call of the Mattermost server at one of our paths. While the account does not run, such as in the seconds after
 * the start of the gateway, the answer is 503.
 *
 * The body is left to the listener, which limits its size and time.
 */
export async function answerCallback(request: IncomingMessage, response: ServerResponse): Promise<true> {
  const listener = listenerAt(pathOf(request));
  if (listener) await listener(request, response);
  else if (request.method !== 'POST')
    refuse(request, response, 405, { error: 'Method Not Allowed' }, { allow: 'POST' });
  else {
    const body = { response_type: 'ephemeral', text: texts.commandsNotReady, error: 'Service Unavailable' };
    refuse(request, response, 503, body, { 'retry-after': '5' });
  }
  return true;
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const [path = '/'] = url.split('?', 1);
  return path;
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>>,
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    // Node would read the rest of the body as the next request.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(text);
}
