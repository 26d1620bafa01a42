/** What the forms of a server can do. */
export interface DialogFeatures {
  /** Selects of which several options can be chosen. */
  readonly multiselect: boolean;
  /** Selects whose options come from your integration as people type. */
  readonly dynamicSelects: boolean;
  /** Fields for dates and times. */
  readonly dates: boolean;
  /** Fields whose change asks for the form anew, and an answer with the next form. */
  readonly steps: boolean;
}

/**
 * What the forms of a Mattermost version can do. Older servers cut the fields of newer ones off without an error, and a
 * required field that was cut off can never be filled in. Measured on 9.11, 10.11 and 11.1.
 *
 * @param version such as `10.11.2`, from the client configuration or the header `X-Version-Id`
 */
export function dialogFeatures(version: string): DialogFeatures {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isAtLeast = (least: number): boolean => major > 11 || (major === 11 && minor >= least);
  return { multiselect: isAtLeast(0), dynamicSelects: isAtLeast(0), dates: isAtLeast(1), steps: isAtLeast(1) };
}
