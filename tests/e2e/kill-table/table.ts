import type { Outcome } from './play.ts';

const head = `| killed | where | the bot had said | after the new start | model asked before / after | to the next message |
|---|---|---|---|---|---|
`;

const begin = '<!-- kill-table: written by `npm run kill-table` -->';
const end = '<!-- /kill-table -->';

/** Puts the table into the page of the documentation, in place of an earlier one. */
export function putIntoPage(page: string, outcomes: readonly Outcome[]): string {
  const [before, rest = ''] = page.split(begin);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`The page has no place for the table: ${begin} … ${end}`);
  return `${before}${begin}\n\n${renderTable(outcomes)}\n${end}${after}`;
}

function renderTable(outcomes: readonly Outcome[]): string {
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
