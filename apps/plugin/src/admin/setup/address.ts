import { addressProblem as whatIsWrong } from '../../config/server-address.ts';

/** Removes from a server address what people copy with it: trailing slashes and the API path. */
export function tidyAddress(address: string): string {
  return address
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api\/v4$/i, '');
}

/** The mistake in an address, as a sentence about `name`; `undefined` when there is none. */
export function addressProblem(address: string, name: string): string | undefined {
  if (address.trim() === '') return `${name} is missing.`;
  const wrong = whatIsWrong(address);
  return wrong === undefined ? undefined : `${name} ${wrong}`;
}
