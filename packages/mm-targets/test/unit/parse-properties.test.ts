import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatTarget, parseTarget, type Target, TargetSyntaxError } from '../../src/index.ts';

const letters = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const id = letters('abcdefghijklmnopqrstuvwxyz0123456789', 26, 26);
const handle = letters('abcxyz019_-', 1, 64).filter(name => !/^[a-z0-9]{26}__/.test(name));
const title = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map(text => text.normalize('NFC').trim())
  .filter(text => text !== '' && [...text].length <= 64 && !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|^[@#~]/u.test(text))
  .map(text => (/^[a-z0-9._-]+$/i.test(text) ? text.toLowerCase() : text));
const server = fc.constantFrom('https://chat.example.com', 'http://127.0.0.1:8065/lab', 'https://x.example.com/a/b');

const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ kind: fc.constant('user' as const), id }),
  fc.record({ kind: fc.constant('id' as const), id }),
  fc.record({ kind: fc.constant('channel' as const), id }),
  fc.record({ kind: fc.constant('channel' as const), id, postId: id }),
  fc.record({ kind: fc.constant('person' as const), name: title }),
  fc.record({ kind: fc.constant('channel-name' as const), name: fc.oneof(handle, title) }),
  fc.record({ kind: fc.constant('channel-name' as const), name: fc.oneof(handle, title), team: handle }),
  fc.record({ kind: fc.constant('channel-name' as const), name: handle, team: handle, server }),
  fc.record({ kind: fc.constant('post' as const), id, server }),
);

it('A target that was written is read as the same target', () => {
  fc.assert(
    fc.property(target, each => {
      expect(parseTarget(formatTarget(each))).toEqual(each);
    }),
    { numRuns: 3_000 },
  );
});

it('Blanks around a target do not matter', () => {
  fc.assert(
    fc.property(target, fc.constantFrom(' ', '\t', '   '), (each, blanks) => {
      expect(parseTarget(blanks + formatTarget(each) + blanks)).toEqual(each);
    }),
  );
});

it('Any text is a target, or gives an error that points into it; what was read can be written and read again', () => {
  const piece = fc.oneof(
    id,
    handle,
    fc.constantFrom(...':/#~@ ', 'user:', 'channel:', 'mattermost:', 'https://', 'pl/'),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(piece, { maxLength: 7 }).map(all => all.join('')),
  );
  fc.assert(
    fc.property(text, each => {
      let read: Target;
      try {
        read = parseTarget(each);
      } catch (error) {
        expect(error).toBeInstanceOf(TargetSyntaxError);
        const { at, text: shown } = error as TargetSyntaxError;
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(shown.length);
        return;
      }
      expect(parseTarget(formatTarget(read))).toEqual(read);
    }),
    { numRuns: 5_000 },
  );
});
