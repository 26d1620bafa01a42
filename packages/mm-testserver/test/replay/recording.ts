import { readFileSync } from 'node:fs';
import type { MattermostVersion } from '../../src/index.ts';

/** A request with its answer, or frames of a socket. Ids are replaced by names such as `$alice.id`. */
export type Entry = RestEntry | SocketEntry | SequenceEntry;

export interface RestEntry {
  readonly kind: 'rest';
  readonly label: string;
  /** The token that was sent: a name, a literal token, or none. */
  readonly as: string | null;
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown };
  readonly response: {
    readonly status?: number;
    readonly contentType?: string;
    readonly body?: unknown;
    /** True when the server dropped the connection. */
    readonly networkError?: string;
  };
  /** The calls to the recorder's integration during the request. */
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

/** Several quick requests; only their answers were recorded. */
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

/** The answers of a real server, in order. */
export interface Recording {
  readonly file: string;
  readonly version: MattermostVersion;
  readonly entries: readonly Entry[];
  /** When the recorder created its first post or channel; older ones existed before. */
  readonly startedAt: number;
}

export function recording(file: string, version: MattermostVersion): Recording {
  const text = readFileSync(new URL(`../recordings/${file}`, import.meta.url), 'utf8');
  // The servers from 9.11 on were built by hand, and have the build `dev`.
  const entries: readonly Entry[] = JSON.parse(text.replaceAll('.0.dev.', '.0..')).recorded;
  const first = entries.find(
    (entry): entry is RestEntry =>
      entry.kind === 'rest' && entry.response.status === 201 && /^\/(posts|channels)$/.test(entry.request.path),
  );
  return { file, version, entries, startedAt: Object(first?.response.body)['create_at'] };
}
