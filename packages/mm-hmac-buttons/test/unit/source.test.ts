import { describe, expect, it } from 'vitest';
import { createSourceCheck } from '../../src/receiving/source.ts';
import { requestWith } from '../support/requests.ts';

function check(remoteAddress: string | undefined, forwardedFor?: string | string[], rules: object = {}) {
  const allowed = { allowedSources: ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7'], trustedProxies: ['10.0.0.0/8'] };
  const headers = { 'x-forwarded-for': forwardedFor };
  return createSourceCheck({ ...allowed, ...rules })(requestWith('', { remoteAddress, headers }));
}

describe('createSourceCheck', () => {
  it.each(['192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201', '2001:db8:0::1', '2001:DB8::1%eth0', '198.51.100.7'])(
    'The sender %s is allowed by its address or range',
    address => expect(check(address).allowed).toBe(true),
  );

  it.each(['192.0.3.1', '198.51.100.8', '::1', '2001:db9::1', 'localhost', '', undefined, '192.0.2.1.evil'])(
    'The sender %s is refused because no rule allows it',
    address => expect(check(address).allowed).toBe(false),
  );

  it('A trusted proxy reports the sender', () => {
    expect(check('10.0.0.1', '192.0.2.1')).toEqual({ allowed: true, address: '192.0.2.1' });
    expect(check('::ffff:10.0.0.1', '203.0.113.9')).toEqual({ allowed: false, address: '203.0.113.9' });
    expect(check('10.0.0.1', '192.0.2.1:4711').allowed).toBe(true);
    expect(check('10.0.0.1', '[2001:db8::1]:4711').allowed).toBe(true);
    expect(check('10.0.0.1', ['192.0.2.1', '10.0.0.2']).allowed).toBe(true);
  });

  it('A client cannot choose its address by sending X-Forwarded-For to the proxy', () => {
    expect(check('10.0.0.1', '192.0.2.1, 203.0.113.9')).toEqual({ allowed: false, address: '203.0.113.9' });
    expect(check('10.0.0.1', '203.0.113.9, 10.0.0.2')).toEqual({ allowed: false, address: '203.0.113.9' });
    expect(check('10.0.0.1', '192.0.2.1, nonsense')).toEqual({ allowed: false, address: undefined });
  });

  it('X-Forwarded-For of a sender that is not a trusted proxy is ignored', () => {
    expect(check('203.0.113.9', '192.0.2.1').allowed).toBe(false);
    expect(check('192.0.2.1', '203.0.113.9').allowed).toBe(true);
  });

  it('A sender is refused when its trusted proxy does not report it', () => {
    expect(check('10.0.0.1', undefined, { allowedSources: ['10.0.0.0/8'] })).toEqual({
      allowed: false,
      address: undefined,
    });
  });

  it('The sender and the proxy can be on the same machine', () => {
    const local = { allowedSources: ['127.0.0.1'], trustedProxies: ['127.0.0.1'] };
    expect(check('127.0.0.1', '127.0.0.1', local).allowed).toBe(true);
    expect(check('127.0.0.1', '127.0.0.1, 203.0.113.9', local).allowed).toBe(false);
  });

  it.each(['10.0.0.0/33', '10.0.0', 'example.com', '::/129', '1.2.3.4/', '1.2.3.4/8/8', ''])(
    'The entry "%s" is refused because it is neither an address nor a range',
    entry => expect(() => check('10.0.0.1', '', { allowedSources: [entry] })).toThrow(TypeError),
  );
});
