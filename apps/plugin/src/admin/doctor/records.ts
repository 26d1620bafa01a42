/** A part of a configuration whose form is not known. */
export type Section = { readonly [key: string]: unknown };

/** Whether a value has keys. */
export function isRecord(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Adds what is missing, on every level; what is there stays. */
export function fillIn(target: Section, missing: Section): Section {
  const filled: { [key: string]: unknown } = { ...target };
  for (const [key, value] of Object.entries(missing)) {
    const there = filled[key];
    if (there === undefined) filled[key] = structuredClone(value);
    else if (isRecord(there) && isRecord(value)) filled[key] = fillIn(there, value);
  }
  return filled;
}
