import type { Outcome } from './play.ts';

const head = `# What the host does after it was killed

From runs of a real gateway (\`npm run kill-table\`), with the plugin and the embedded Mattermost, killed with SIGKILL at a
point of a turn and started again. The plugin did nothing of its own to recover: what stands in the column "after" is the
host's work alone, watched for 30 s. Then the person writes once more, and the last column shows what the bot says to that.

| killed | where | bot had said | after the new start | model asked before / after | known before | to the next post |
|---|---|---|---|---|---|---|
`;

const foot = `
## Where this differs from what was known, and what follows

Known before: a turn that was adopted is resumed by the host, with a notice and then the answer, sent through the outbound
adapter without the post that it answers. (b) confirms it, in direct messages and in threads.

- (a) A post that was not handed over is lost to the host. Whoever receives it has to keep it until the host has adopted it.
- (c) and (d) were new. From the moment at which the host hands a final answer to the channel it takes the answer for
  possibly sent: after a restart it neither asks the model again nor sends the rest. Instead it owes a notice, which it
  posts in front of its answer to the *next* post of that session, also when the answer had arrived whole, as in (d).
- Without any restart the same notice appears when a post reaches the host while an answer in that session is on its way
  and not yet noted. The plugin therefore holds such a post back for that moment.
`;

/** The table as a page of the documentation. */
export function renderTable(outcomes: readonly Outcome[]): string {
  const list = (posts: readonly string[]) => (posts.length === 0 ? 'nothing' : posts.map(quote).join('<br>'));
  const rows = outcomes.map(({ point, place, before, after, next, modelCalls }) => {
    const cells = [point.name, place, list(before), list(after), modelCalls.join(' / '), point.known, list(next)];
    return `| ${cells.join(' | ')} |`;
  });
  return `${head}${rows.join('\n')}\n${foot}`;
}

function quote(text: string): string {
  return `“${text.replaceAll('\n', ' ').replaceAll('|', '\\|')}”`;
}
