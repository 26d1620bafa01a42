import { once } from 'node:events';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { resolvePinnedHostnameWithPolicy, type SsrFPolicy } from 'openclaw/plugin-sdk/ssrf-runtime';

/**
 * Sends a request whose body is a stream, under the same guard as every other: the name is resolved and its address checked,
 * and the connection goes to that address. Not with `fetch`: it keeps a copy of a stream in memory, to send it again after a
 * redirect, and OpenClaw's guard does not let us switch that off.
 */
export async function uploadGuarded(
  url: string,
  init: RequestInit & { readonly body: ReadableStream<Uint8Array> },
  policy: SsrFPolicy | undefined,
): Promise<Response> {
  const { hostname, protocol } = new URL(url);
  const signal = init.signal ?? undefined;
  const body = Readable.fromWeb(init.body);
  try {
    const guard = { ...(policy && { policy }), ...(signal && { signal }) };
    const { lookup } = await resolvePinnedHostnameWithPolicy(hostname, guard);
    const headers = Object.fromEntries(new Headers(init.headers));
    const send = protocol === 'https:' ? requestHttps : requestHttp;
    const options = { method: init.method ?? 'POST', headers, lookup, agent: false, ...(signal && { signal }) };
    const request = send(url, options);
    // What is in front of the server may answer before it has the whole body, and then close the connection.
    pipeline(body, request).catch(() => {});
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.once('close', () => body.destroy());
    return toResponse(response);
  } catch (error) {
    body.destroy();
    throw error;
  }
}

function toResponse(response: IncomingMessage): Response {
  const { statusCode: status = 502, statusMessage: statusText = '' } = response;
  const headers = new Headers();
  for (let at = 0; at < response.rawHeaders.length; at += 2) {
    headers.append(response.rawHeaders[at] ?? '', response.rawHeaders[at + 1] ?? '');
  }
  // A response of these kinds cannot have a body.
  const isEmpty = status === 204 || status === 205 || status === 304;
  if (isEmpty) response.resume();
  return new Response(isEmpty ? null : (Readable.toWeb(response) as ConstructorParameters<typeof Response>[0]), {
    status,
    statusText,
    headers,
  });
}
