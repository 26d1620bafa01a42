import { describe, expect, it } from 'vitest';
import { withoutIntegrations } from '../../../src/world/attachments.ts';
import { compareAttachments } from '../../../src/world/comparing-attachments.ts';

const button = { id: 'b1', type: 'button', name: 'B', integration: { url: 'http://127.0.0.1/act' } };
const whole = { attachments: [{ text: 'a', actions: [button] }] };
const stripped = withoutIntegrations(whole);

describe('compareAttachments', () => {
  it.each([
    ['are gone', {}],
    ['have another text', { attachments: [{ text: 'b', actions: [button] }] }],
    ['have another button', { attachments: [{ text: 'a', actions: [{ ...button, name: 'C' }] }] }],
    ['lead elsewhere', { attachments: [{ text: 'a', actions: [{ ...button, integration: { url: 'http://x' } }] }] }],
  ])('finds those different that %s', (_, after) => {
    expect(compareAttachments(whole, after, true)).toBe('different');
  });

  it('takes no notice of how a button looks', () => {
    const after = { attachments: [{ text: 'a', actions: [{ ...button, style: 'danger', disabled: true }] }] };
    expect(compareAttachments(whole, after, true)).toBe('same');
  });

  it('crashes on buttons that come back as they were read, where the server does', () => {
    expect(compareAttachments(whole, stripped, true)).toBe('crash');
    expect(compareAttachments(whole, stripped, false)).toBe('different');
  });

  it('crashes on a button that never led anywhere too', () => {
    expect(compareAttachments(stripped, stripped, true)).toBe('crash');
    expect(compareAttachments(stripped, stripped, false)).toBe('same');
  });

  it('does not get as far as that when the text is another', () => {
    const after = { attachments: [{ text: 'b', actions: [{ id: 'b1', type: 'button', name: 'B' }] }] };
    expect(compareAttachments(whole, after, true)).toBe('different');
  });
});
