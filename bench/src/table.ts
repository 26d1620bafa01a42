import type { Row } from './bench.ts';

const columns = ['what', 'ours', 'theirs', 'beside', 'ratio', 'aim', ''] as const;

/** The rows as a table for people. */
export function table(rows: readonly Row[]): string {
  const lines = [columns.slice(), ...rows.map(cells)];
  const widths = columns.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)));
  const drawn = lines.map(line =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = rows.flatMap(({ what, note }) => (note === undefined ? [] : [`${what}: ${note}`]));
  return [
    drawn[0],
    '-'.repeat(drawn[0]?.length ?? 0),
    ...drawn.slice(1),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n');
}

function cells({ what, unit, ours, theirs, beside = '', ratio, aim, reached }: Row): string[] {
  return [
    what,
    `${number(ours)} ${unit}`,
    theirs === undefined ? '' : `${number(theirs)} ${unit}`,
    beside,
    ratio === undefined ? '' : ratio.toFixed(2),
    [aim?.atMost !== undefined && `≤ ${aim.atMost}`, aim?.atLeast !== undefined && `≥ ${aim.atLeast}`]
      .filter(Boolean)
      .join(' '),
    reached === undefined ? '' : reached ? 'reached' : 'NOT REACHED',
  ];
}

function number(figure: number): string {
  return figure >= 1_000 ? Math.round(figure).toLocaleString('en') : String(Number(figure.toPrecision(3)));
}
