import { notMattermost } from './advice.ts';
import { readBody } from './body.ts';
import { capStream } from './capped-stream.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { RequestTimeoutError, RestError, UnexpectedResponseError } from './errors.ts';
import { interpretRefusal } from './interpret.ts';
import { type CallOptions, checkBytes } from './options.ts';
import { prepare } from './prepare.ts';
import { connectionError } from './request.ts';
import type { Transport } from './send.ts';

/** A file that is being downloaded. */
export interface FileContent {
  /**
   * The bytes as they come in: read it to its end, or cancel it. It fails with a `NetworkError`, a
   * `RequestTimeoutError`, an `UnexpectedResponseError` (`found: 'too-large'`), or the reason of your `signal`.
   */
  readonly stream: ReadableStream<Uint8Array>;
  /** How many bytes it has; `undefined` when the server does not say. */
  readonly size: number | undefined;
  /** As the server serves it: `text/plain` for HTML and the like, whatever the file's own type. */
  readonly mimeType: string;
}

/** Opens a file of at most `maxBytes`. */
export type Download = (path: string, maxBytes: number, options?: CallOptions) => Promise<FileContent>;

export function createDownload({ options, sendOnce, runCall, cleanText }: Transport): Download {
  return async (path, maxBytes, callOptions = {}) => {
    checkBytes('maxBytes', maxBytes);
    const { plan, outgoing } = prepare({ method: 'GET', path, carriesFile: true }, callOptions, options, cleanText);
    const { label } = outgoing;
    const broken = (error: unknown) => connectionError(error, label, options.token);

    /** Checks the head of an answer and returns its body as a stream. */
    async function open(response: Response, deadline: Deadline): Promise<FileContent> {
      const { status, headers, body } = response;
      options.logger.debug(`${label}: ${status}`);
      if (status >= 300) {
        const answer = await readBody(response, options.maxResponseBytes, deadline.signal).catch(error => {
          throw broken(error);
        });
        throw interpretRefusal({ status, headers, ...answer }, label, cleanText);
      }
      const mimeType = headers.get('content-type') ?? '';
      const size = readSize(headers);
      const tooLarge = () => {
        const message = 'the file is larger than maxBytes; raise it, or ask files.getInfo for the size before';
        return new UnexpectedResponseError(message, label, { found: 'too-large', status });
      };
      const unwanted = size !== undefined && size > maxBytes ? tooLarge() : foreignError(mimeType, label, status);
      if (unwanted !== undefined) {
        body?.cancel().catch(() => {});
        throw unwanted;
      }
      const stream = capStream(body ?? new Blob([]).stream(), {
        maxBytes,
        race: deadline.race,
        tooLarge,
        broken: error => (error instanceof RestError || deadline.signal.aborted ? (error as Error) : broken(error)),
        over: deadline.stop,
      });
      return { stream, size, mimeType };
    }

    return runCall(plan, async ({ timeoutMs, permit }) => {
      const deadline = startDeadline(timeoutMs, plan.signal, () => new RequestTimeoutError(label, timeoutMs));
      try {
        const response = await deadline.race(sendOnce(outgoing, deadline.signal));
        permit.done(response);
        return await deadline.race(open(response, deadline));
      } catch (error) {
        deadline.stop();
        throw error;
      }
    });
  };
}

/** Mattermost serves no file as HTML, so that no browser runs one: a page did not come from Mattermost. */
function foreignError(mimeType: string, label: string, status: number): UnexpectedResponseError | undefined {
  if (!mimeType.startsWith('text/html')) return undefined;
  return new UnexpectedResponseError(`an HTML page instead of a file; ${notMattermost}`, label, {
    found: 'foreign',
    status,
  });
}

function readSize(headers: Headers): number | undefined {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
}
