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
  ])('Attachments that %s are different', (_, after) => {
    expect(compareAttachments(whole, after, true)).toBe('different');
  });

  it('The style of a button is not compared', () => {
    const after = { attachments: [{ text: 'a', actions: [{ ...button, style: 'danger', disabled: true }] }] };
    expect(compareAttachments(whole, after, true)).toBe('same');
  });

  it('On 5.37, buttons that come back as they were read are a crash', () => {
    expect(compareAttachments(whole, stripped, true)).toBe('crash');
    expect(compareAttachments(whole, stripped, false)).toBe('different');
  });

  it('On 5.37, a button without an integration is a crash too', () => {
    expect(compareAttachments(stripped, stripped, true)).toBe('crash');
    expect(compareAttachments(stripped, stripped, false)).toBe('same');
  });

  it('After a different text, the buttons are not compared', () => {
    const after = { attachments: [{ text: 'b', actions: [{ id: 'b1', type: 'button', name: 'B' }] }] };
    expect(compareAttachments(whole, after, true)).toBe('different');
  });
});
