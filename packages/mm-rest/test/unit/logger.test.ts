import { expect, it, vi } from 'vitest';
import { type Logger, safeLogger } from '../../src/logger.ts';

it('A logger that throws changes nothing', () => {
  const fail = () => {
    throw new Error('the pipe is closed');
  };
  const logger = safeLogger({ debug: fail, info: fail, warn: fail, error: fail });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) expect(() => logger[level]('x')).not.toThrow();
});

it('A logger is called as a method, with what is logged', () => {
  class Own {
    readonly lines: string[] = [];
    debug(line: string) {
      this.lines.push(line);
    }
    info = vi.fn();
    warn = vi.fn();
    error = vi.fn();
  }
  const own = new Own();
  safeLogger(own).debug('one');
  expect(own.lines).toEqual(['one']);
});

it.each([
  [{}, 'one without debug'],
  [{ debug() {}, info() {}, warn() {} }, 'one without error'],
  [null, 'null'],
  [() => {}, 'a function'],
])('The logger %j is refused', (logger, got) => {
  const message = `logger: expected an object with the methods debug, info, warn, error, got ${got}`;
  expect(() => safeLogger(logger as unknown as Logger)).toThrow(new TypeError(message));
});
