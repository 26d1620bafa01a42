import { expect, it } from 'vitest';
import { describeContent, readContent } from '../../src/content.ts';

it.each([
  ['{"a":1}', { kind: 'json', value: { a: 1 } }],
  [' [] \n', { kind: 'json', value: [] }],
  ['null', { kind: 'json', value: null }],
  ['', { kind: 'empty' }],
  [' \r\n', { kind: 'empty' }],
  ['limit exceeded\n', { kind: 'text', text: 'limit exceeded' }],
  ['{"cut":', { kind: 'text', text: '{"cut":' }],
  ['< 3', { kind: 'text', text: '< 3' }],
  ['<!DOCTYPE html><html><head><title> Sign in\n</title>', { kind: 'html', title: 'Sign in' }],
  ['\n<html lang="en"><body>no title', { kind: 'html', title: '' }],
  ['<?xml version="1.0"?><html></html>', { kind: 'html', title: '' }],
  ['<center><h1>502 Bad Gateway</h1></center>', { kind: 'html', title: '' }],
])('The body %j is recognised for what it is', (text, content) => {
  expect(readContent(text)).toEqual(content);
});

const quote = (text: string) => `«${text}»`;

it('The description says what came instead of JSON', () => {
  expect(describeContent({ kind: 'empty' }, quote)).toBe('an empty body');
  expect(describeContent({ kind: 'html', title: '' }, quote)).toBe('an HTML page');
});

it('Foreign text is quoted only by the function that is given for it', () => {
  expect(describeContent({ kind: 'html', title: 'Sign in' }, quote)).toBe('an HTML page, «Sign in»');
  expect(describeContent({ kind: 'text', text: 'limit exceeded' }, quote)).toBe('the text «limit exceeded»');
});
