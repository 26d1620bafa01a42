import { expect, it } from 'vitest';
import { fileName, nameOfPath, nameOfUrl } from '../../../../src/answers/media/answer-file.ts';

it.each([
  ['质量审查报告.docx', '质量审查报告.docx'],
  ['보고서.pdf', '보고서.pdf'],
  ['u\u0308ber.txt', 'u\u0308ber.txt'],
  ['a"b.txt', 'a"b.txt'],
  ['a%20b.txt', 'a%20b.txt'],
  ['a;b.txt', 'a;b.txt'],
  ['a\\b.txt', 'a\\b.txt'],
  ['.bashrc', '.bashrc'],
  ['CON.txt', 'CON.txt'],
  ['🎉', '🎉'],
  ['../../x', 'x'],
  ['/etc/passwd', 'passwd'],
  ['x\ny\u0000z.txt', 'xyz.txt'],
  ['half \ud83d.txt', 'half \uFFFD.txt'],
  ['', 'file'],
  ['a/', 'a'],
])('The file %j is called %j on the server', (name, expected) => expect(fileName(name)).toBe(expected));

it('A name that is too long is cut, and keeps its extension', () => {
  const name = fileName(`${'ü'.repeat(300)}.docx`);
  expect([Array.from(name).length, name.endsWith('ü.docx')]).toEqual([256, true]);
});

it('The id that OpenClaw adds to its copy of a file is not part of the name', () => {
  expect(nameOfPath('/state/media/outbound/my report---8a6e0804-2bd0-4672-b79d-d97027f9071a.pdf')).toBe(
    'my report.pdf',
  );
  expect(nameOfPath('/srv/a---b.pdf')).toBe('a---b.pdf');
});

it.each([
  ['https://example.com/files/%C3%BCber%20uns.pdf?token=x#y', 'über uns.pdf'],
  ['https://example.com/100%', '100%'],
  ['https://example.com/', 'example.com'],
  ['https://example.com/a%2Fb.txt', 'b.txt'],
])('The file at %s is called %j', (url, expected) => expect(nameOfUrl(url)).toBe(expected));
