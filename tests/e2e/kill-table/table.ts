import type { Outcome } from './play.ts';

const head = `# What a person sees after the gateway was killed

From runs of a real gateway (\`npm run kill-table\`), with the plugin and the embedded Mattermost, killed with SIGKILL at a
point of a turn, started again, and watched for 100 s. Then the person writes once more, and the last column shows what the
bot says to that. [What the host does by itself](host-after-a-kill.md) was measured before the plugin did anything to recover.

| killed | where | bot had said | after the new start | model asked before / after | to the next post |
|---|---|---|---|---|---|
`;

/** The table as a page of the documentation. */
export function renderTable(outcomes: readonly Outcome[]): string {
  const list = (posts: readonly string[]) => (posts.length === 0 ? 'nothing' : posts.map(quote).join('<br>'));
  const rows = outcomes.map(({ point, place, before, after, next, modelCalls }) => {
    const cells = [point.name, place, list(before), list(after), modelCalls.join(' / '), list(next)];
    return `| ${cells.join(' | ')} |`;
  });
  return `${head}${rows.join('\n')}\n`;
}

function quote(text: string): string {
  return `“${text.replaceAll('\n', ' ').replaceAll('|', '\\|')}”`;
}
