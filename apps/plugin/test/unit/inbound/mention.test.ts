import { describe, expect, it } from 'vitest';
import { mentions, stripMention } from '../../../src/inbound/mention.ts';

describe('mentions', () => {
  it.each([
    ['@claw hello'],
    ['hello @claw'],
    ['hello @CLAW, are you there?'],
    ['is it @claw?'],
    ['@claw: do it'],
    ['thanks @claw.'],
    ['(@claw)'],
    ['**@claw** look'],
  ])('hears its name in %j', message => {
    expect(mentions(message, 'claw')).toBe(true);
  });

  it.each([
    ['hello'],
    ['claw'],
    ['@clawfoot'],
    ['@claw-two'],
    ['see `@claw` here'],
    ['``@claw``'],
    ['```\n@claw\n```'],
    ['~~~\n@claw\n~~~'],
    ['```\n@claw never closed'],
  ])('does not hear it in %j', message => {
    expect(mentions(message, 'claw')).toBe(false);
  });

  it('hears a name that ends in a punctuation mark', () => {
    expect(mentions('@claw. hello', 'claw.')).toBe(true);
  });
});

describe('stripMention', () => {
  it.each([
    ['@claw hello', 'hello'],
    ['@claw: hello', 'hello'],
    ['hello @claw', 'hello'],
    ['what does @claw say', 'what does say'],
    ['@claw\n- one\n- two', '- one\n- two'],
    ['@clawfoot hello', '@clawfoot hello'],
    ['    indented\n@claw', 'indented'],
  ])('turns %j into %j', (message, stripped) => {
    expect(stripMention(message, 'claw')).toBe(stripped);
  });
});
