/** What a body is. */
export type Content =
  | { kind: 'json'; value: unknown }
  | { kind: 'empty' }
  | { kind: 'html'; title: string }
  | { kind: 'text'; text: string };

/**
 * Finds out what a body is by looking at it.
 *
 * Content types do not help: a 404 of Mattermost 5.37 is JSON sent as text/plain, and proxies send HTML as anything.
 */
export function readContent(text: string): Content {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  try {
    return { kind: 'json', value: JSON.parse(trimmed) };
  } catch {
    if (!/^<[!?a-z]/i.test(trimmed)) return { kind: 'text', text: trimmed };
    return { kind: 'html', title: /<title[^>]*>([^<]*)/i.exec(trimmed)?.[1]?.trim() ?? '' };
  }
}

/** Says what came instead of JSON; `quote` makes foreign text fit to be shown. */
export function describeContent(content: Exclude<Content, { kind: 'json' }>, quote: (text: string) => string): string {
  switch (content.kind) {
    case 'empty':
      return 'an empty body';
    case 'html':
      return content.title === '' ? 'an HTML page' : `an HTML page, ${quote(content.title)}`;
    case 'text':
      return `the text ${quote(content.text)}`;
  }
}
