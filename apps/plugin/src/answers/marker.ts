import type { Post } from '@clawmost/mm-rest';

/** What the bot notes on each post of an answer, under `props.clawmost`. */
export interface AnswerMarker {
  /** Names the delivery that the post belongs to. */
  readonly delivery: string;
  /** The posts that the answer serves, as far as they are known. */
  readonly answers: readonly string[];
  /** Which part of the answer this is, from 1. */
  readonly part: number;
  /** How many parts it has. */
  readonly of: number;
  /**
   * A preview grows while the agent speaks; a final post is the answer. A kept post stays as it is, and is not the answer:
   * what was said before a tool was called, or before the turn was stopped.
   */
  readonly state: 'preview' | 'kept' | 'final';
}

/** The props that mark a post as part of an answer. */
export function markerProps(marker: AnswerMarker): Record<string, unknown> {
  return { clawmost: marker };
}

/** Whether a bot that uses this plugin, maybe another one, still writes a post. Do not believe more of such a post than that. */
export function isPreview({ props }: Pick<Post, 'props'>): boolean {
  return (props?.['clawmost'] as Partial<AnswerMarker> | null | undefined)?.state === 'preview';
}

/** Reads the marker of a post; only the bot's own posts are believed, because every user can set props. */
export function readMarker(post: Pick<Post, 'user_id' | 'props'>, botId: string): AnswerMarker | undefined {
  const marker = post.props?.['clawmost'] as Partial<AnswerMarker> | null | undefined;
  if (post.user_id !== botId || typeof marker !== 'object' || marker === null) return undefined;
  const { delivery, answers, part, of, state } = marker;
  if (typeof delivery !== 'string' || typeof part !== 'number' || typeof of !== 'number') return undefined;
  return { delivery, answers: Array.isArray(answers) ? answers : [], part, of, state: state ?? 'final' };
}
