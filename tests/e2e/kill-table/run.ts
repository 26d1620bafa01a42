// `npm run kill-table`: kills a real gateway with SIGKILL at four points of a turn, starts it again, and writes down what
// the host does by itself. The plugin's own promises build on these facts; run it again when the host changes.
import { writeFileSync } from 'node:fs';
import { playKill } from './play.ts';
import { killPoints } from './points.ts';
import { renderTable } from './table.ts';

const outcomes = [];
for (const point of killPoints) {
  for (const place of ['direct message', 'thread'] as const) {
    console.log(`▸ ${point.name}, ${place}`);
    const outcome = await playKill(point, place);
    outcomes.push(outcome);
    for (const post of [...outcome.after, '(next)', ...outcome.next]) console.log(`    ${post}`);
  }
}
writeFileSync(new URL('../../../docs/host-after-a-kill.md', import.meta.url), renderTable(outcomes));
