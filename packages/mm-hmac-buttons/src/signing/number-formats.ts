/** As JavaScript writes a number, and Go, which only differs for minus zero: JavaScript writes `0`, Go writes `-0`. */
export function javaScriptNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
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
