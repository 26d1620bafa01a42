import { readFileSync } from 'node:fs';
import type { MattermostVersion } from '../../src/index.ts';

/** One request with its answer, or some frames of a socket. Ids are replaced by names such as `$alice.id`. */
export type Entry = RestEntry | SocketEntry | SequenceEntry;

export interface RestEntry {
  readonly kind: 'rest';
  readonly label: string;
  /** Whose token was sent: a name, a token as it was, or none. */
  readonly as: string | null;
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown };
  readonly response: {
    readonly status?: number;
    readonly contentType?: string;
    readonly body?: unknown;
    /** The server dropped the connection. */
    readonly networkError?: string;
  };
  /** What the server asked the recorder's integration meanwhile. */
  readonly integrationCalls?: readonly IntegrationCall[];
}

export interface IntegrationCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface SocketEntry {
  readonly kind: 'ws';
  readonly label: string;
  readonly as: string;
  readonly frames: readonly Frame[];
}

/** Several requests in quick succession, of which only the answers were recorded. */
export interface SequenceEntry {
  readonly kind: 'sequence';
  readonly label: string;
  readonly responses: readonly {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  }[];
}

export type Frame =
  | { readonly dir: 'open' }
  | { readonly dir: 'close'; readonly code: number }
  | { readonly dir: 'send' | 'recv'; readonly frame: Readonly<Record<string, unknown>> };

/** What a real server answered, in the order in which it was asked. */
export interface Recording {
  readonly file: string;
  readonly version: MattermostVersion;
  readonly entries: readonly Entry[];
  /** When the recorder made its first post or channel; what is older was there before. */
  readonly startedAt: number;
}

export function recording(file: string, version: MattermostVersion): Recording {
  const text = readFileSync(new URL(`../recordings/${file}`, import.meta.url), 'utf8');
  const entries: readonly Entry[] = JSON.parse(text).recorded;
  const first = entries.find(
    (entry): entry is RestEntry =>
      entry.kind === 'rest' && entry.response.status === 201 && /^\/(posts|channels)$/.test(entry.request.path),
  );
  return { file, version, entries, startedAt: Object(first?.response.body)['create_at'] };
}
