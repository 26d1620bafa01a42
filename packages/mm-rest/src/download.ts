import { notMattermost } from './advice.ts';
import { readBody } from './body.ts';
import { capStream } from './capped-stream.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { RequestTimeoutError, RestError, UnexpectedResponseError } from './errors.ts';
import { interpretRefusal } from './interpret.ts';
import { type CallOptions, checkBytes } from './options.ts';
import { prepare } from './prepare.ts';
import { connectionError } from './request.ts';
import type { Wire } from './send.ts';

/** A file on its way. */
export interface FileContent {
  /**
   * The bytes as they come in: read it to its end, or cancel it. It breaks with a `NetworkError`, a
   * `RequestTimeoutError`, an `UnexpectedResponseError` (`found: 'too-large'`), or the reason of your `signal`.
   */
  readonly stream: ReadableStream<Uint8Array>;
  /** How many bytes there will be; `undefined` when that is not known beforehand. */
  readonly size: number | undefined;
  /** As the server serves it: `text/plain` for HTML and the like, whatever the file's own type. */
  readonly mimeType: string;
}

/** Opens a file of at most `maxBytes`. */
export type Download = (path: string, maxBytes: number, options?: CallOptions) => Promise<FileContent>;

export function createDownload({ options, request, call, clean }: Wire): Download {
  return async (path, maxBytes, callOptions = {}) => {
    checkBytes('maxBytes', maxBytes);
    const { plan, outgoing } = prepare({ method: 'GET', path, carriesFile: true }, callOptions, options, clean);
    const { label } = outgoing;
    const broken = (error: unknown) => connectionError(error, label, options.token);

    /** Looks at the head of an answer, and hands the rest on. */
    async function open(response: Response, deadline: Deadline): Promise<FileContent> {
      const { status, headers, body } = response;
      options.logger.debug(`${label}: ${status}`);
      if (status >= 300) {
        const answer = await readBody(body, options.maxResponseBytes, deadline.signal).catch(error => {
          throw broken(error);
        });
        throw interpretRefusal({ status, headers, ...answer }, label, clean);
      }
      const mimeType = headers.get('content-type') ?? '';
      const size = readSize(headers);
      const tooLarge = () => {
        const message = 'the file is larger than maxBytes; raise it, or look at files.info before';
        return new UnexpectedResponseError(message, label, { found: 'too-large', status });
      };
      const unwanted = size !== undefined && size > maxBytes ? tooLarge() : foreign(mimeType, label, status);
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

    return call(plan, async ({ timeoutMs, permit }) => {
      const deadline = startDeadline(timeoutMs, plan.signal, () => new RequestTimeoutError(label, timeoutMs));
      try {
        const response = await deadline.race(request(outgoing, deadline.signal));
        permit.done(response);
        return await deadline.race(open(response, deadline));
      } catch (error) {
        deadline.stop();
        throw error;
      }
    });
  };
}

/** Mattermost serves no file as HTML, so that no browser runs one: a page is somebody else's. */
function foreign(mimeType: string, label: string, status: number): UnexpectedResponseError | undefined {
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
