// `@clawmost/mm-rest` has the same, because the libraries do not depend on each other.

/** @throws TypeError for a name that is not known, so that a misspelt option is not silently ignored */
export function checkNames(options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const expected = meantBy(name, known) ?? `one of ${known.join(', ')}`;
    throw new TypeError(`${name}: expected ${expected}, got an option that does not exist`);
  }
}

/** The known name that begins with this one, such as `pingIntervalMs` for `pingInterval`. */
function meantBy(name: string, known: readonly string[]): string | undefined {
  return name.length < 4 ? undefined : known.find(one => one.toLowerCase().startsWith(name.toLowerCase()));
}
