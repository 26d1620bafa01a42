import { TargetSyntaxError } from './errors.ts';
import { isId, type Piece } from './piece.ts';
import type { ChannelNameTarget, PostTarget } from './target.ts';

/** A server's address, taken apart. */
interface ServerAddress {
  /** With the port, unless it is the usual one. */
  readonly host: string;
  /** The sub-path without a slash at its end; empty when there is none. */
  readonly path: string;
  /** The whole address without a slash at its end. */
  readonly address: string;
}

/** Takes a server's address apart. @throws TypeError when the text is not a web address */
export function readServer(text: string): ServerAddress {
  if (!URL.canParse(text) || !/^https?:/i.test(text)) {
    throw new TypeError(`servers: expected addresses such as https://chat.example.com, got ${JSON.stringify(text)}`);
  }
  const { origin, host, pathname } = new URL(text);
  const path = pathname.replace(/\/+$/, '').replace(/\/api\/v4$/, '');
  return { host, path, address: `${origin}${path}` };
}

/**
 * Reads the address of a post or a channel, as Mattermost's "Copy link" writes it, also below a sub-path. Whatever
 * follows `?` or `#` does not matter.
 */
export function readAddress({ text }: Piece, servers: readonly string[] | undefined): PostTarget | ChannelNameTarget {
  const hostAt = text.indexOf('//') + 2;
  if (!URL.canParse(text)) throw new TargetSyntaxError(text, hostAt, 'this is not a web address.');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    const shown = `${url.protocol}//…@${url.host}${url.pathname}`;
    throw new TargetSyntaxError(shown, hostAt, 'an address with a user name or password is not used.');
  }
  const shown = text.replace(/[?#].*$/, '');
  const at = (index: number) => shown.length - Math.max(0, url.pathname.length - index);
  const refuse = (index: number, reason: string) => new TargetSyntaxError(shown, Math.max(0, at(index)), reason);

  const [, subPath = '', team = '', page = '', last = ''] =
    /^(.*)\/([^/]+)\/(pl|channels|messages)\/([^/]+)\/?$/.exec(url.pathname) ?? [];
  const server = findServer(url, servers, shown);
  const within = server ? server.path : subPath;
  if (server && !`${url.pathname}/`.startsWith(`${server.path}/`)) {
    throw refuse(0, `the server lies below ${server.path}/.`);
  }
  if (page === '' || subPath !== within) {
    const forms = `${server?.address ?? url.origin}/<team>/pl/<post id> or …/<team>/channels/<name>`;
    throw refuse(within.length, `this is not the address of a post or a channel, such as ${forms}.`);
  }
  const address = server?.address ?? `${url.origin}${subPath}`;
  const lastAt = url.pathname.lastIndexOf(last);
  if (page === 'pl') {
    if (!isId(last)) throw refuse(lastAt, 'after /pl/ a post id with 26 characters is expected.');
    return { kind: 'post', id: last, server: address };
  }
  if (page === 'messages') throw refuse(lastAt, 'for a person write @name.');
  const name = decode(last);
  if (team === '_redirect' || !/^[a-z0-9_-]{1,64}$/i.test(name)) {
    throw refuse(lastAt, "this is not a channel's name in addresses. Write #name.");
  }
  return { kind: 'channel-name', name: name.toLowerCase(), team: team.toLowerCase(), server: address };
}

function findServer(url: URL, servers: readonly string[] | undefined, shown: string): ServerAddress | undefined {
  if (servers === undefined) return undefined;
  const known = servers.map(readServer);
  const sameHost = known.filter(({ host }) => host === url.host);
  const found = sameHost.find(({ path }) => `${url.pathname}/`.startsWith(`${path}/`)) ?? sameHost[0];
  if (found) return found;
  const ours = [...new Set(known.map(({ host }) => host))].join(' or ');
  const reason = `${url.host} is another server. This account uses ${ours}.`;
  throw new TargetSyntaxError(shown, shown.indexOf('//') + 2, reason, 'foreign-server');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
