import { isRecord } from '../../config/check.ts';

/** A part of a configuration that may have older keys. */
export type Section = { readonly [key: string]: unknown };

/** Adds the missing keys on every level; keys that are there stay. */
export function fillIn(target: Section, missing: Section): Section {
  const filled: { [key: string]: unknown } = { ...target };
  for (const [key, value] of Object.entries(missing)) {
    const current = filled[key];
    if (current === undefined) filled[key] = structuredClone(value);
    else if (isRecord(current) && isRecord(value)) filled[key] = fillIn(current, value);
  }
  return filled;
}
