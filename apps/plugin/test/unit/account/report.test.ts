import { describe, expect, it } from 'vitest';
import { createReport } from '../../../src/account/report.ts';

function open() {
  const lines: string[] = [];
  const states: string[] = [];
  const say = (line: string) => void lines.push(line);
  const report = createReport(
    { debug: say, info: say, warn: say, error: say },
    {
      connecting: () => {},
      inbox: () => {},
      said: () => {},
      recovering: why => void states.push(`recovering: ${why}`),
      blocked: why => void states.push(`blocked: ${why}`),
    },
  );
  return { lines, states, report };
}

describe('a failure', () => {
  it('is logged once for as long as it stays the same, and always in the status', () => {
    const { lines, states, report } = open();
    for (let round = 0; round < 3; round += 1) report.failure({ line: 'not there', terminal: false });
    expect(lines).toEqual(['not there (trying again)']);
    expect(states).toEqual(Array(3).fill('recovering: not there'));
  });

  it('is news when it is another one, and when it was over meanwhile', () => {
    const { lines, report } = open();
    report.failure({ line: 'not there', terminal: false });
    report.failure({ line: 'no JSON', terminal: false });
    report.over();
    report.failure({ line: 'no JSON', terminal: false });
    expect(lines).toEqual(['not there (trying again)', 'no JSON (trying again)', 'no JSON (trying again)']);
  });

  it('that cannot pass by itself blocks the account', () => {
    const { lines, states, report } = open();
    report.failure({ line: 'token refused', terminal: true });
    expect([lines, states]).toEqual([['token refused'], ['blocked: token refused']]);
  });
});
