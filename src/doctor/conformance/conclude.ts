import type { Conformance } from './conformance.ts';
import type { ConformanceBound, ConformanceVerdict } from './conformance-row.ts';

/** What a probe comes to. */
export interface Conclusion {
  /** Bounds that the way mull uses held, and how many it was asked for. */
  readonly held: number;
  readonly asked: number;
  /** Fields of the server's own, by what became of them. */
  readonly fields: Readonly<Record<ConformanceVerdict, number>>;
  /** The first field that held each bound without mull. */
  readonly alone: Readonly<Partial<Record<ConformanceBound, string>>>;
  /** Whether the way mull uses held everything. */
  readonly passed: boolean;
}

/** Sums up the rows of a probe. */
export function conclude({ rows, uses }: Pick<Conformance, 'rows' | 'uses'>): Conclusion {
  const own = rows.filter(({ way }) => way === 'fields');
  const used = rows.filter(({ way }) => way === uses);
  const held = used.filter(({ verdict }) => verdict === 'held').length;
  const fields = { held: 0, exceeded: 0, short: 0, ignored: 0, refused: 0, unknown: 0 };
  const alone: Partial<Record<ConformanceBound, string>> = {};
  for (const { verdict, bound, how } of own) {
    fields[verdict] += 1;
    if (verdict === 'held') alone[bound] ??= how;
  }
  return { held, asked: used.length, fields, alone, passed: used.length > 0 && held === used.length };
}
