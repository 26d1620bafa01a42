import { createTargets, type ListedChannel, type ListedUser, type TargetsRest } from '@clawmost/mm-targets';
import { type Bench, row, scaled } from './bench.ts';
import { type Side, takeTurns } from './rounds.ts';

const teamId = 'team'.padEnd(26, '0');

/** A server of the bench's own memory: what is measured starts when everything is known. */
function serve(channels: readonly ListedChannel[], person: ListedUser): TargetsRest {
  const notThere = async (): Promise<never> => {
    throw Object.assign(new Error('not there'), { status: 404, id: 'not_found' });
  };
  return {
    users: {
      me: async () => person,
      get: notThere,
      getByUsername: async () => person,
      autocomplete: notThere,
      inTeam: async function* () {},
    },
    teams: { mine: async () => [{ id: teamId, name: 'acme' }] },
    channels: { get: notThere, getByName: notThere, mine: async () => channels, getDirect: notThere },
    posts: { get: notThere },
  };
}

/** What it costs to resolve targets that are known, compared with a look-up in a plain Map by the same text. */
export const targets: Bench = {
  name: 'targets',
  async run(scale) {
    const count = scaled(10_000, scale);
    const channels = Array.from({ length: count }, (_, index) => ({
      ...{ id: String(index).padStart(26, 'c'), type: 'O', team_id: teamId, delete_at: 0 },
      ...{ name: `channel-${index}`, display_name: `Channel ${index}` },
    }));
    const none = { first_name: '', last_name: '', nickname: '', is_bot: true, delete_at: 0 };
    const rest = serve(channels, { id: 'u'.repeat(26), username: 'claw', ...none });
    const known = createTargets({
      rest,
      servers: ['https://chat.example.com'],
      maxEntries: count,
      lifetimeMs: 3_600_000,
    });
    const texts = channels.map(({ name }) => `#${name}`);
    for (const text of texts) await known.resolve(text);
    const map = new Map(channels.map(({ id, name }) => [`#${name}`, { kind: 'channel', id }]));

    const microseconds = (look: (text: string) => unknown): Side => {
      return async () => {
        const before = process.cpuUsage();
        for (const text of texts) await look(text);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / count;
      };
    };
    const [duel] = await takeTurns(
      scaled(21, scale),
      microseconds(text => known.resolve(text)),
      microseconds(async text => map.get(text)),
    );
    const note = 'processor time of one target; the Map does not read the text, and knows only this one spelling';
    return [
      row({
        what: '10,000 known targets',
        unit: 'µs',
        beside: 'an async `Map.get`',
        note,
        ...(duel as NonNullable<typeof duel>),
        aim: { atMost: 10 },
      }),
    ];
  },
};
