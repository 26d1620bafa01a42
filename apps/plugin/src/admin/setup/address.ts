import { checkTogether } from '../../config/cross-checks.ts';

/** A server's address as it is written down: without the slashes and the API path that people copy along. */
export function tidyAddress(address: string): string {
  return address
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api\/v4$/i, '');
}

/** What is wrong with an address, called by the name under which it was asked for; `undefined` when it will do. */
export function addressProblem(address: string, name: string): string | undefined {
  const [problem] = checkTogether({ baseUrl: address }, () => name);
  return problem?.message ?? (address.trim() === '' ? `${name} is missing.` : undefined);
}
