import { splitText } from '../../apps/plugin/src/answers/split.ts';
import { type Bench, row, scaled } from './bench.ts';
import { type Side, takeTurns } from './rounds.ts';

const maxPostSize = 16_383;

/** Markdown as agents write it: prose, lists, links, tables and code. */
function markdown(characters: number): string {
  const section = (n: number) => `## Step ${n}

Some words about step ${n}, with a [link](https://docs.example.com/steps/${n}) and \`code\`. ${'More of it follows. '.repeat(6)}

- an item
- another one, 😀

| name | value |
|---|---|
${`| row ${n} | ${'cell '.repeat(4)}|\n`.repeat(6)}
\`\`\`python
${`value_${n} = compute(${n})  # a comment\n`.repeat(20)}\`\`\`
`;
  let text = '';
  for (let n = 0; text.length < characters; n += 1) text += section(n);
  return text.slice(0, characters);
}

/** The least that a splitter does: cuts at the limit, in code points. */
function plainCuts(text: string): string[] {
  const characters = Array.from(text);
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += maxPostSize) {
    parts.push(characters.slice(at, at + maxPostSize).join(''));
  }
  return parts;
}

/** What it costs to split a long answer at good places, compared with cuts at the limit. */
export const splitAnswer: Bench = {
  name: 'split-answer',
  async run(scale) {
    const text = markdown(scaled(1_000_000, scale));
    const milliseconds = (split: (text: string) => string[]): Side => {
      return async () => {
        const before = process.cpuUsage();
        split(text);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1_000;
      };
    };
    const [duel] = await takeTurns(
      scaled(31, scale),
      milliseconds(each => splitText(each, maxPostSize)),
      milliseconds(plainCuts),
    );
    const beside = '`Array.from` and cuts at the limit';
    return [
      row({
        what: 'split 1 MB of Markdown',
        unit: 'ms',
        beside,
        ...(duel as NonNullable<typeof duel>),
        aim: { atMost: 3 },
      }),
    ];
  },
};
