/**
 * Whether a path can make Mattermost send the session token of the person who clicks to your callback URL. Never publish
 * such a callback URL or path; {@link checkCallbackUrl} applies this check to a whole URL.
 *
 * Mattermost decodes the path of an integration's URL once. If it then begins with `/plugins`, below the sub-path of the
 * server's own address, and the host is the server's own (the port does not matter), the server treats the URL as one of
 * its plugins and adds the session token of the person. Measured on 5.37 to 11.1: upper case letters, a second encoding
 * and `..` do not count there. Newer servers resolve `..` first.
 *
 * This check is stricter than the server: it ignores case, decodes as often as possible, resolves dots and reads a
 * backslash as a slash. Servers and proxies differ in these points, and a callback never needs such a path.
 *
 * @param path as it is written in the URL, encoded, without query.
 * @param subPath the path of the server's own address, such as `/chat`. @default ''
 */
export function leadsToPlugins(path: string, subPath = ''): boolean {
  const base = resolveDots(subPath).replace(/\/$/, '').toLowerCase();
  return decodings(path).some(form =>
    [collapseSlashes(form), resolveDots(form)].some(
      one => one.toLowerCase().startsWith('/plugins') || one.toLowerCase().startsWith(`${base}/plugins`),
    ),
  );
}

/** The path as it is written, and after each round of decoding until nothing changes. */
function decodings(path: string): string[] {
  const forms = [path];
  for (;;) {
    const form = forms.at(-1) ?? '';
    const decoded = form.replace(/%[0-9a-f]{2}/gi, code => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
    if (decoded === form) return forms;
    forms.push(decoded);
  }
}

function collapseSlashes(path: string): string {
  return `/${path}`.replace(/[/\\]+/g, '/');
}

function resolveDots(path: string): string {
  const parts: string[] = [];
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
