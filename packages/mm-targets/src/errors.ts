/** Why a target leads nowhere, in one word; stable across releases, so safe to switch on. */
export type TargetErrorCode =
  /** The text is not a target. */
  | 'syntax'
  /** The address is one of another server. */
  | 'foreign-server'
  /** The server has no such user, channel or post, or does not show it to the account. */
  | 'not-found'
  /** Several channels have the name; `candidates` lists them. */
  | 'ambiguous'
  /** The account may not read the channel or the post. */
  | 'no-access'
  /** The account is in no team, so it can find no channel by name. */
  | 'no-team'
  /** The server allows direct messages within a common team only (`RestrictDirectMessage`). */
  | 'direct-restricted';

/** Something that the text may have meant. */
export interface Candidate {
  /** A target that leads there without doubt. */
  readonly target: string;
  /** How people know it, such as `Town Square in acme`. */
  readonly name: string;
}

/**
 * The target can never be reached as it is written. Failures of the server or the network are not among them: those are
 * thrown as the REST client throws them, and the same target may work later.
 */
export class TargetError extends Error {
  /** The reason. */
  readonly code: TargetErrorCode;
  /** What the text may have meant; empty when nothing is like it. */
  readonly candidates: readonly Candidate[];

  constructor(
    code: TargetErrorCode,
    message: string,
    { candidates = [], ...options }: ErrorOptions & { readonly candidates?: readonly Candidate[] } = {},
  ) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.candidates = candidates;
  }
}

/** The text is not a target, or leads to another server. The message says where it is wrong and what to write. */
export class TargetSyntaxError extends TargetError {
  /** The text as it was given, without the parts of an address before `@` and after `?`. */
  readonly text: string;
  /** The position of the first wrong character, counted from 0 in UTF-16 units; the length of the text when it is too short. */
  readonly at: number;

  constructor(
    text: string,
    at: number,
    /** What is wrong and what to write, without the position. */
    reason: string,
    code: 'syntax' | 'foreign-server' = 'syntax',
  ) {
    const place = at >= text.length ? 'at its end' : `at character ${at + 1}`;
    super(code, `${JSON.stringify(text)} is not a target, ${place}: ${reason}`);
    this.text = text;
    this.at = at;
  }

  /** Two lines for a terminal: the text, and a `^` below the wrong character. */
  get pointer(): string {
    return `${this.text}\n${' '.repeat(this.at)}^`;
  }
}

/** A sentence with suggestions; empty when there are none. */
export function didYouMean(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return '';
  return ` Did you mean ${candidates.map(({ target, name }) => `${target} (${name})`).join(' or ')}?`;
}
