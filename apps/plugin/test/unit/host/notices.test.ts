import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isHostsNotice } from '../../../src/host/notices.ts';

/** The host's code, as far as it speaks about restarts. */
const host = (() => {
  const dist = dirname(createRequire(import.meta.url).resolve('openclaw'));
  const files = readdirSync(dist).filter(name =>
    /^(main-session-restart-recovery|execution|dispatch-from-config)-.*\.mjs$/.test(name),
  );
  return files.map(name => readFileSync(join(dist, name), 'utf8')).join('\n');
})();

describe('a notice of the host’s', () => {
  it.each([
    ['that it resumes a turn', /text: "(I'm continuing [^"]+)"/],
    ['that an answer may have arrived', /PENDING_DELIVERY_NOTICE = "([^"]+)"/],
    ['that it gives a session up', /TOMBSTONED_SESSION_NOTICE = "([^"]+)"/],
    ['that a session has been given up', /params\.deliver\(`(My session [^$]+)/],
  ])('%s is known by the words of the host that is installed', (_, said) => {
    const [, words] = said.exec(host) ?? [];
    expect(words).toBeDefined();
    expect(isHostsNotice(`${words}`)).toBe(true);
  });

  it('is known whichever apostrophe it has', () => {
    expect(
      isHostsNotice(
        "I couldn't confirm whether my previous reply reached this chat, so I won't resend it automatically.",
      ),
    ).toBe(true);
  });

  it('is known behind a prefix that is configured', () => {
    expect(isHostsNotice('[claw] My session in this room ended during restart recovery. Use /new.')).toBe(true);
  });

  it.each([
    '',
    'I am continuing.',
    `${'Here is what I found. '.repeat(5)}I couldn’t continue this session after a gateway restart.`,
  ])('is not an answer such as %j', text => {
    expect(isHostsNotice(text)).toBe(false);
  });
});
