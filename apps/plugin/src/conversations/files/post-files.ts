import type { FileInfo } from '@clawmost/mm-rest';

/** A file on a post, as far as the post says what it is. */
export interface PostFile {
  readonly id: string;
  readonly postId: string;
  /** What the person called it. */
  readonly name: string | undefined;
  /** In bytes. */
  readonly size: number | undefined;
  /** As the server guessed it from the name. */
  readonly mimeType: string | undefined;
}

/** What is read of a post with files. */
export interface PostWithFiles {
  readonly id: string;
  readonly file_ids?: readonly string[] | null | undefined;
  readonly metadata?: { readonly files?: readonly Partial<FileInfo>[] | null } | null | undefined;
}

/** The files of a post, each once, in the order in which they were attached; `file_ids` has them in any order. */
export function filesOf({ id: postId, file_ids, metadata }: PostWithFiles): PostFile[] {
  const infos = new Map((metadata?.files ?? []).map(info => [info.id, info]));
  const ids = new Set(file_ids ?? []);
  const ordered = [...[...infos.keys()].filter(id => id !== undefined && ids.has(id)), ...ids] as string[];
  return [...new Set(ordered)].map(id => {
    const { name, size, mime_type } = infos.get(id) ?? {};
    return { id, postId, name: name || undefined, size, mimeType: mime_type || undefined };
  });
}

/** A name as it is written in a text for the agent: one line, without quotes, of bounded length. */
export function plainName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a stranger chose the name
  const plain = name.replace(/[\u0000-\u001f\u007f"`<>[\]]+/g, ' ').trim();
  return [...plain].slice(0, 120).join('') || 'file';
}
