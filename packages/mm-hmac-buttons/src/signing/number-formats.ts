/** As JavaScript writes a number. */
export function javaScriptNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
}

/** As Go writes a number: like JavaScript, but with the sign of minus zero. */
export function goNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : javaScriptNumber(value);
}

/** As jq writes a number: whole ones without a point, and exponents as Python does, but from `1e+16` on. */
export function jqNumber(value: number): string {
  if (value === 0) return goNumber(value);
  return Number.isInteger(value) && !/e/.test(pythonFloat(value)) ? javaScriptNumber(value) : pythonFloat(value);
}

/** As Python writes a `float`: `1.0`, `1e-05`, `1e+16`. */
export function pythonFloat(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  if (value === 0) return '0.0';
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 16) return Number.isInteger(value) ? `${value}.0` : String(value);
  const size = String(Math.abs(power)).padStart(2, '0');
  return `${digits}e${power < 0 ? '-' : '+'}${size}`;
}
