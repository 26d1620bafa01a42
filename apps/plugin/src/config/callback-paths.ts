/**
 * Whether the server would send a clicker's own session along to this path.
 *
 * Mattermost takes a path that decodes to `/plugins…` for one of its own plugins and adds the session token of whoever
 * clicked or typed. Every way of writing such a path counts: encoded, encoded again, with dots or doubled slashes.
 */
export function leadsToPlugins(path: string): boolean {
  return decodings(path).some(form => /^\/*plugins/i.test(clean(form)));
}

/** A path as it is written and after each round of decoding. */
function decodings(path: string): string[] {
  const forms = [path];
  for (let round = 0; round < 5; round += 1) {
    const form = forms.at(-1) ?? '';
    const decoded = form.replace(/%[0-9a-f]{2}/gi, code => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
    if (decoded === form) break;
    forms.push(decoded);
  }
  return forms;
}

function clean(path: string): string {
  const kept: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
}
