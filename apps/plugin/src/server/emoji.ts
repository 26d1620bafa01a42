import { flagName, namesByGlyph } from './emoji-names.ts';

const skinTones: ReadonlyMap<string, string> = new Map([
  ['🏻', 'light_skin_tone'],
  ['🏼', 'medium_light_skin_tone'],
  ['🏽', 'medium_skin_tone'],
  ['🏾', 'medium_dark_skin_tone'],
  ['🏿', 'dark_skin_tone'],
]);

/** `:wave::skin-tone-3:`, as other chats write it; the numbers begin at 2. */
const toneSuffix = /^:?([^:]+)::skin-tone-([2-6]):?$/;

/** Mattermost takes names of these characters, custom emoji included, up to this length. */
const nameForm = /^[a-zA-Z0-9+_-]{1,64}$/;

/**
 * The name of an emoji for Mattermost, from a name with or without colons, or from the character itself. Whether an emoji of
 * this name exists, the server knows: every server has its own.
 *
 * @throws Error when the text is neither
 */
export function emojiName(text: string): string {
  const written = text.trim();
  const [, base = '', tone = ''] = toneSuffix.exec(written) ?? [];
  if (base) return `${emojiName(base)}_${[...skinTones.values()][Number(tone) - 2]}`;
  const name = written.replace(/^:(.*):$/, '$1');
  if (nameForm.test(name)) return name;
  const known = nameOfGlyph(name);
  if (known !== undefined) return known;
  const shown = Array.from(written).slice(0, 80).join('').toWellFormed();
  throw new Error(`emoji: expected an emoji such as 👍 or its name such as thumbsup, got ${JSON.stringify(shown)}`);
}

function nameOfGlyph(glyph: string): string | undefined {
  const tones: string[] = [];
  // U+FE0F asks for a coloured picture and is often left out; keycaps are digits without it.
  const plain = Array.from(glyph.normalize('NFC'))
    .filter(character => {
      const tone = skinTones.get(character);
      if (tone) tones.push(tone);
      return !tone && character !== '\uFE0F' && character !== '\uFE0E';
    })
    .join('');
  const base = namesByGlyph.get(plain) ?? flagName(plain);
  return base && [base, ...tones].join('_');
}
