// `@clawmost/mm-ws` has `checkNames` too, because the libraries do not depend on each other.

/** @throws TypeError for a name that is not known, so that a misspelt option is not silently ignored */
export function checkNames(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const expected = meantBy(name, known) ?? `one of ${known.join(', ')}`;
    throw new TypeError(`${name}: expected ${expected}, got an option that does not exist`);
  }
}

/**
 * The same for options that callers pass on as part of larger objects: refuses only what is almost a known name.
 *
 * @throws TypeError for a name that is almost a known one
 */
export function checkSpelling(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    const meant = known.includes(name) ? undefined : meantBy(name, known);
    if (meant !== undefined) throw new TypeError(`${name}: expected ${meant}, got an option that does not exist`);
  }
}

/** The known name that begins with this one, such as `timeoutMs` for `timeout`. */
function meantBy(name: string, known: readonly string[]): string | undefined {
  return name.length < 4 ? undefined : known.find(one => one.toLowerCase().startsWith(name.toLowerCase()));
}
