// `npm run kill-table`: kills a real gateway with SIGKILL at four points of a turn, starts it again, and writes down what a
// person sees. Run it again when the host or the plugin's way of recovering changes.
import { readFileSync, writeFileSync } from 'node:fs';
import { playKill } from './play.ts';
import { killPoints } from './points.ts';
import { putIntoPage } from './table.ts';

const outcomes = [];
for (const point of killPoints) {
  console.log(`▸ ${point.name}`);
  const both = await Promise.all([playKill(point, 'direct message'), playKill(point, 'thread')]);
  outcomes.push(...both);
  for (const { place, after, next } of both) {
    for (const post of [`(${place})`, ...after, '(next)', ...next]) console.log(`    ${post}`);
  }
}
const page = new URL('../../../docs/recovery.md', import.meta.url);
writeFileSync(page, putIntoPage(readFileSync(page, 'utf8'), outcomes));
