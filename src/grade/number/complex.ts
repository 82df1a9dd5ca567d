/** A complex double with a bound of the rounding error it carries, so that cancellation is noticed. */
export interface Complex {
  readonly re: number;
  readonly im: number;
  readonly error: number;
}

const epsilon = 2 ** -52;

export function complex(re: number, im = 0, error: number = epsilon * (Math.abs(re) + Math.abs(im))): Complex {
  return { re, im, error };
}

export function real(re: number): Complex {
  return { re, im: 0, error: 0 };
}

export function magnitude(value: Complex): number {
  return value.im === 0 ? Math.abs(value.re) : Math.hypot(value.re, value.im);
}

export function isFiniteValue(value: Complex): boolean {
  return Number.isFinite(value.re) && Number.isFinite(value.im);
}

/** Integral within the error carried. */
export function asInteger(value: Complex): number | undefined {
  const nearest = Math.round(value.re);
  const slack = 1e-9 * Math.max(1, Math.abs(nearest));
  return Math.abs(value.re - nearest) <= slack && Math.abs(value.im) <= slack ? nearest : undefined;
}

export function add(a: Complex, b: Complex): Complex {
  const [re, im] = [a.re + b.re, a.im + b.im];
  return { re, im, error: a.error + b.error + epsilon * (Math.abs(re) + Math.abs(im)) };
}

export function negate(a: Complex): Complex {
  return { re: 0 - a.re, im: 0 - a.im, error: a.error };
}

export function multiply(a: Complex, b: Complex): Complex {
  const [re, im] = [a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re];
  const [sizeA, sizeB] = [magnitude(a), magnitude(b)];
  return { re, im, error: sizeA * b.error + sizeB * a.error + 2 * epsilon * sizeA * sizeB };
}

export function divide(a: Complex, b: Complex): Complex | undefined {
  const size = magnitude(b);
  // A denominator that is all rounding error is zero.
  if (size === 0 || size <= 8 * b.error) return undefined;
  const [sizeA, square] = [magnitude(a), size * size];
  const [re, im] =
    b.im === 0 && a.im === 0
      ? [a.re / b.re, 0]
      : [(a.re * b.re + a.im * b.im) / square, (a.im * b.re - a.re * b.im) / square];
  return { re, im, error: a.error / size + (sizeA * b.error) / square + (2 * epsilon * sizeA) / size };
}

export function exponential(a: Complex): Complex {
  const size = Math.exp(a.re);
  const error = size * (a.error + 4 * epsilon * (1 + magnitude(a)));
  return a.im === 0 ? { re: size, im: 0, error } : { re: size * Math.cos(a.im), im: size * Math.sin(a.im), error };
}

/** The principal logarithm; undefined at zero. */
export function logarithm(a: Complex): Complex | undefined {
  const size = magnitude(a);
  if (size === 0 || size <= 8 * a.error) return undefined;
  const [re, im] = [Math.log(size), a.im === 0 && a.re > 0 ? 0 : Math.atan2(a.im, a.re)];
  return { re, im, error: a.error / size + epsilon * (1 + Math.abs(re)) };
}

export function squareRoot(a: Complex): Complex {
  if (a.im === 0 && a.re >= 0) {
    const root = Math.sqrt(a.re);
    return { re: root, im: 0, error: root === 0 ? Math.sqrt(a.error) : a.error / root + epsilon * root };
  }
  const size = magnitude(a);
  const re = Math.sqrt((size + a.re) / 2);
  const im = Math.sqrt(Math.max(0, (size - a.re) / 2)) * (a.im < 0 ? -1 : 1);
  return { re, im, error: a.error / Math.sqrt(size) + 4 * epsilon * Math.sqrt(size) };
}

function wholePower(base: Complex, exponent: number): Complex | undefined {
  let [result, square, left]: [Complex, Complex, number] = [real(1), base, Math.abs(exponent)];
  while (left > 0) {
    if (left % 2 === 1) result = multiply(result, square);
    left = Math.floor(left / 2);
    if (left > 0) square = multiply(square, square);
  }
  return exponent < 0 ? divide(real(1), result) : result;
}

/** The principal power; undefined for 0 to a power that is not positive. */
export function power(base: Complex, exponent: Complex): Complex | undefined {
  const whole = exponent.im === 0 && Number.isInteger(exponent.re) ? exponent.re : undefined;
  if (whole !== undefined && Math.abs(whole) <= 1024) {
    return whole <= 0 && magnitude(base) <= 8 * base.error ? undefined : wholePower(base, whole);
  }
  if (magnitude(base) <= 8 * base.error) return exponent.re > 0 ? real(0) : undefined;
  if (base.im === 0 && base.re > 0 && exponent.im === 0) {
    const raised = base.re ** exponent.re;
    const relative = (Math.abs(exponent.re) * base.error) / base.re + Math.abs(Math.log(base.re)) * exponent.error;
    return { re: raised, im: 0, error: raised * (relative + 4 * epsilon * (1 + Math.abs(exponent.re))) };
  }
  const log = logarithm(base);
  return log === undefined ? undefined : exponential(multiply(exponent, log));
}

export function sine(a: Complex): Complex {
  const error = (a.error + epsilon * (1 + magnitude(a))) * Math.cosh(a.im);
  if (a.im === 0) return { re: Math.sin(a.re), im: 0, error };
  return { re: Math.sin(a.re) * Math.cosh(a.im), im: Math.cos(a.re) * Math.sinh(a.im), error };
}

export function cosine(a: Complex): Complex {
  const error = (a.error + epsilon * (1 + magnitude(a))) * Math.cosh(a.im);
  if (a.im === 0) return { re: Math.cos(a.re), im: 0, error };
  return { re: Math.cos(a.re) * Math.cosh(a.im), im: -Math.sin(a.re) * Math.sinh(a.im), error };
}

/** Gamma(a + 1) on the real line (Lanczos approximation, g = 7, nine coefficients). */
export function factorial(a: Complex): Complex | undefined {
  if (a.im !== 0 || a.re > 170) return undefined;
  const whole = asInteger(a);
  if (whole !== undefined) {
    if (whole < 0) return undefined;
    let product = 1;
    for (let factor = 2; factor <= whole; factor++) product *= factor;
    return { re: product, im: 0, error: product * whole * epsilon };
  }
  const value = gamma(a.re + 1);
  return Number.isFinite(value) ? { re: value, im: 0, error: Math.abs(value) * 1e-13 } : undefined;
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function gamma(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  const shifted = x - 1;
  let sum = lanczos[0] ?? 0;
  for (let index = 1; index < lanczos.length; index++) sum += (lanczos[index] ?? 0) / (shifted + index);
  const t = shifted + 7.5;
  return Math.sqrt(2 * Math.PI) * t ** (shifted + 0.5) * Math.exp(-t) * sum;
}
