import { LateAnswerError, ReplyError } from '../errors.ts';
import type { CommandEvent } from '../receiving/event.ts';
import { answerBodies, type CommandReply } from './reply.ts';

/** Options of {@link createLateAnswers}. */
export interface LateAnswerOptions {
  /**
   * The address at which you reach the server, when `responseUrl` has another one: it is made of the server's SiteURL.
   * @default the address in `responseUrl`
   */
  serverUrl?: string | undefined;
  /** Sends the requests. @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined;
  /** How long one request may take, in milliseconds. @default 15_000 */
  timeoutMs?: number | undefined;
  /** Milliseconds since 1970, for tests. @default Date.now */
  now?: (() => number) | undefined;
}

/** Answers a command after its call was answered, through its `responseUrl`. */
export interface LateAnswers {
  /** How many more requests the server takes. */
  readonly usesLeft: number;
  /**
   * Sends an answer in as few requests as possible; on every server it goes into the thread in which the command was typed.
   * It cannot be changed or deleted later.
   *
   * @throws LateAnswerError when the server takes no more answers, refuses it or cannot be reached
   * @throws ReplyError for a reply that Mattermost could not show
   */
  send(reply: CommandReply, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/** The server's limits for late answers. */
const lifetimeMs = 30 * 60_000;
const mostUses = 5;

/** Servers refuse request bodies of more than 300,000 bytes. */
const maxBodyBytes = 250_000;

/** Makes the sender of late answers to one command. Keep it: it counts the uses of the address. */
export function createLateAnswers(
  event: Pick<CommandEvent, 'responseUrl' | 'runAt'>,
  options: LateAnswerOptions = {},
): LateAnswers {
  const { fetch = globalThis.fetch, timeoutMs = 15_000, now = Date.now } = options;
  const url = addressOf(event.responseUrl, options.serverUrl);
  const expiresAt = now() + lifetimeMs;
  let usesLeft = mostUses;

  async function post(bodies: readonly object[], signal: AbortSignal | undefined): Promise<void> {
    if (url === undefined) throw new LateAnswerError('the call named no address for late answers', 'expired');
    if (now() >= expiresAt) throw new LateAnswerError('the time for late answers is over', 'expired');
    if (usesLeft <= 0) throw new LateAnswerError(`the server takes only ${mostUses} late answers`, 'used-up');
    usesLeft -= 1;
    const [first, ...others] = bodies;
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        // With another type, the server would show the JSON itself.
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...first, ...(others.length > 0 && { extra_responses: others }) }),
        redirect: 'error',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      });
    } catch (cause) {
      signal?.throwIfAborted();
      throw new LateAnswerError('the server did not answer', 'network', { cause });
    }
    await response.body?.cancel();
    if (response.ok) return;
    const { status } = response;
    // Servers up to 9.11 say which of the two it is in other words than newer ones; both mean that it is over.
    const reason = status === 404 || status === 400 ? 'expired' : 'refused';
    throw new LateAnswerError(`the server answered ${status}`, reason, { status });
  }

  return {
    get usesLeft() {
      return usesLeft;
    },
    async send(reply, { signal } = {}) {
      const requests = inRequests(answerBodies(reply));
      if (requests.length > usesLeft) {
        if (usesLeft <= 0) throw new LateAnswerError(`the server takes only ${mostUses} late answers`, 'used-up');
        throw new ReplyError(
          `the reply needs ${requests.length} requests, and the server takes ${usesLeft}: post it over REST`,
        );
      }
      for (const bodies of requests) await post(bodies, signal);
    },
  };
}

/** Puts as many parts into each request as the server reads. */
function inRequests(bodies: readonly object[]): object[][] {
  const requests: object[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const body of bodies) {
    const bytes = Buffer.byteLength(JSON.stringify(body));
    if (size + bytes > maxBodyBytes) {
      requests.push([]);
      size = 0;
    }
    requests.at(-1)?.push(body);
    size += bytes;
  }
  return requests;
}

/** The address of the hook. Another address than one of a hook is not called. */
function addressOf(responseUrl: string, serverUrl: string | undefined): string | undefined {
  const [, origin = '', hook] = /^(https?:\/\/\S+)\/hooks\/commands\/([a-z0-9]{26})$/.exec(responseUrl) ?? [];
  if (hook === undefined) return undefined;
  return `${(serverUrl ?? origin).replace(/\/+$/, '')}/hooks/commands/${hook}`;
}
