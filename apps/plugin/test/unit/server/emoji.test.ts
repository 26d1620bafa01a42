import { describe, expect, it } from 'vitest';
import { emojiName } from '../../../src/server/emoji.ts';
import { namesByGlyph } from '../../../src/server/emoji-names.ts';

describe('The name of an emoji', () => {
  it.each([
    ['👍', '+1'],
    ['👍🏽', '+1_medium_skin_tone'],
    ['👋🏿', 'wave_dark_skin_tone'],
    ['❤️', 'heart'],
    ['❤', 'heart'],
    ['1️⃣', 'one'],
    ['🏳️‍🌈', 'rainbow-flag'],
    ['👩‍💻', 'female-technologist'],
    ['👩🏾‍💻', 'female-technologist_medium_dark_skin_tone'],
    ['🇩🇪', 'flag-de'],
    ['🟢', 'large_green_circle'],
    ['✅', 'white_check_mark'],
    [' 👀 ', 'eyes'],
  ])('%s is %s', (glyph, name) => expect(emojiName(glyph)).toBe(name));

  it.each([
    [':tada:', 'tada'],
    ['tada', 'tada'],
    ['+1', '+1'],
    [':+1:', '+1'],
    ['thumbsup', 'thumbsup'],
    ['Party_Parrot', 'Party_Parrot'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
    [':wave::skin-tone-4:', 'wave_medium_skin_tone'],
    ['👋::skin-tone-2', 'wave_light_skin_tone'],
    ['a'.repeat(64), 'a'.repeat(64)],
  ])('%j is a name, with or without colons: %s', (text, name) => expect(emojiName(text)).toBe(name));

  it.each(['', '  ', '::', 'two words', '👍👍', 'ü', '\ud83d', 'a'.repeat(65), '../users', 'a\0b'])(
    '%j is neither an emoji nor a name, and the error says what is expected',
    text => {
      expect(() => emojiName(text)).toThrow('emoji: expected an emoji such as 👍 or its name such as thumbsup, got ');
    },
  );

  it('Each character has one name, of the form that a server takes', () => {
    expect(namesByGlyph.size).toBeGreaterThan(1_500);
    for (const [glyph, name] of namesByGlyph) {
      expect(glyph, name).not.toContain('\uFE0F');
      expect(name).toMatch(/^[a-z0-9+_-]{1,64}$/);
    }
  });
});
