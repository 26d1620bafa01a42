import { expect, it } from 'vitest';
import { takeMediaLines } from '../../../src/host/media-lines.ts';

it.each([
  ['Here.\nMEDIA:/srv/a.pdf', 'Here.', ['/srv/a.pdf']],
  ['MEDIA: "/srv/a b.pdf"\nmedia:`./c.png`', '', ['/srv/a b.pdf', './c.png']],
  ['One.\n\nMEDIA:https://h.example/x.png\r\nTwo.', 'One.\n\nTwo.', ['https://h.example/x.png']],
  ['The word MEDIA:x in a line', 'The word MEDIA:x in a line', []],
  ['```\nMEDIA:/etc/passwd\n```', '```\nMEDIA:/etc/passwd\n```', []],
  [' No files. ', ' No files. ', []],
])('The files of %j are taken out of it', (written, text, mediaUrls) => {
  expect(takeMediaLines(written)).toEqual({ text, mediaUrls });
});
