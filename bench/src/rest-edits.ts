import { setTimeout as sleep } from 'node:timers/promises';
import { createRestClient, NotSentError, type RestClient } from '@clawmost/mm-rest';
import { type Bench, type Row, row, scaled } from './bench.ts';
import { startFarEnd } from './far-end/far-end.ts';
import type { BotAccount } from './far-end/mattermost.ts';
import { median } from './rounds.ts';

/** Edits a post again and again until `until`, as an answer that is being written; then writes its final text. */
async function stream(rest: RestClient, postId: string, until: number): Promise<number> {
  let text = '';
  const previews: Promise<unknown>[] = [];
  while (performance.now() < until) {
    text += 'and another word ';
    const edit = rest.posts.patch(postId, { message: text }, { lane: 'preview' });
    // A preview that a newer one replaced, or that was refused, is not a loss.
    previews.push(edit.catch(error => void (error instanceof NotSentError)));
    await sleep(250);
  }
  const asked = performance.now();
  await rest.posts.patch(postId, { message: `${text}.` });
  const tookMs = performance.now() - asked;
  await Promise.all(previews);
  return tookMs;
}

/** The 40 streams on a server that takes 10 requests a second, and `burst` more at once. */
async function editAtOnce(scale: number, burst: number): Promise<Row> {
  const farEnd = await startFarEnd('mattermost.ts');
  const { token, channelId } = (await farEnd.ask('account')) as BotAccount;
  const rest = createRestClient({ baseUrl: farEnd.url, token });
  const streams = scaled(40, scale);
  const posts = await Promise.all(
    Array.from({ length: streams }, () => rest.posts.create({ channel_id: channelId, message: '…' })),
  );
  await farEnd.ask('limit', { PerSec: 10, MaxBurst: burst });
  // All are finished together, when the burst has long been used up.
  const until = performance.now() + scaled(20_000, scale);
  const waits = await Promise.all(posts.map(({ id }) => stream(rest, id, until)));
  await farEnd.ask('limit');
  const written = await Promise.all(posts.map(({ id }) => rest.posts.get(id)));
  const complete = written.filter(({ message }) => message.endsWith('.')).length;
  const refused = await farEnd.ask('refused');
  await farEnd.close();
  const half = (median(waits) / 1_000).toFixed(1);
  return row({
    what: `${streams} streams of edits, burst of ${burst}: last final text`,
    unit: 's',
    ours: complete === streams ? Math.max(...waits) / 1_000 : Number.POSITIVE_INFINITY,
    aim: { atMost: 5 },
    note: `${complete} final texts are there, half of them within ${half} s; the server refused ${refused} calls`,
  });
}

/** Many answers written at once on a server with a low rate limit: with its default burst, and with a small one. */
export const restEdits: Bench = {
  name: 'rest-edits',
  run: async scale => [await editAtOnce(scale, 100), await editAtOnce(scale, 10)],
};
