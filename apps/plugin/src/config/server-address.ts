import { resolveApiRoot } from '@clawmost/mm-rest';

/**
 * What is wrong with a server address, as the end of a sentence that begins with its place; `undefined` when nothing is. It
 * never repeats the address, which can contain a password.
 */
export function addressProblem(address: string): string | undefined {
  const server = serverOfPage(address);
  if (server) return `is the address of a page; expected that of the server: ${server}.`;
  try {
    resolveApiRoot(address);
    return undefined;
  } catch (error) {
    return `is wrong: ${(error as Error).message.replace(/^baseUrl: /, '')}.`;
  }
}

/** What Mattermost's web app has behind the address of the server: a channel, a message, its own pages. */
const page =
  /^(.*?)\/(?:[^/]+\/(?:channels|messages|pl|threads|drafts)(?:\/|$)|(?:signup_user_complete|login|select_team|create_team|landing|admin_console)(?:[/?#]|$))/i;

/** The address of the server when what was given is one of its pages, copied from the browser. */
function serverOfPage(address: string): string | undefined {
  const text = address.trim();
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, username, password } = new URL(text);
  const before = username + password === '' ? page.exec(pathname)?.[1] : undefined;
  return before === undefined ? undefined : origin + before;
}
