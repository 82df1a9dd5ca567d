import { readFileSync } from 'node:fs';
import type { GradeOptions } from '../../src/grade/options.ts';

/** A pair with the verdict its source gives it. */
export interface GraderPair {
  readonly id: number;
  readonly gold: string;
  readonly pred: string;
  readonly expected: boolean;
  readonly kind: 'text' | 'expr';
  readonly source: string;
  readonly opts?: Readonly<Record<string, unknown>>;
  /** Why the verdict of the source is false; such a pair is left out. */
  readonly suspect?: string;
}

/** The pairs of a JSONL file, without those whose verdict is false. */
export function readPairs(file: string): readonly GraderPair[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): GraderPair => JSON.parse(line))
    .filter((pair) => pair.suspect === undefined || pair.suspect === null);
}

/** Largest number of decimal places; `precision` beyond it is a tolerance. */
const mostPlaces = 20;

/**
 * What the options of a pair mean here. `precision` is a number of decimal places in Math-Verify's tests, and an
 * absolute difference in OlympiadBench's.
 */
export function gradeOptionsOf(pair: GraderPair): GradeOptions {
  const { allow_set_relation_comp: relations, strict, precision } = pair.opts ?? {};
  const number: unknown = Array.isArray(precision) ? precision[0] : precision;
  return {
    ...(typeof relations === 'boolean' ? { relationsAsSets: relations } : {}),
    ...(strict === true ? { tuplesAsSets: false } : {}),
    ...(strict === false ? { letters: 'interchangeable' as const } : {}),
    ...(typeof number !== 'number'
      ? {}
      : Number.isInteger(number) && number <= mostPlaces
        ? { decimals: number }
        : { tolerance: number }),
  };
}

export function sourceName(source: string): string {
  return source.split(' (')[0]?.replace(/:.*\//, ': ') ?? source;
}

/** Whether a pair comes from Math-Verify's own tests. */
export function isMathVerifys(pair: GraderPair): boolean {
  return pair.source.includes('Math-Verify');
}
