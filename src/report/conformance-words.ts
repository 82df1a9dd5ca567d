import { type Conclusion, conclude } from '../doctor/conformance/conclude.ts';
import type { Conformance } from '../doctor/conformance/conformance.ts';
import type { ConformanceRow, ConformanceWay } from '../doctor/conformance/conformance-row.ts';

/** Each way as a heading. */
export const wayHeadings: Readonly<Record<ConformanceWay, string>> = {
  fields: "The server's own fields, in raw requests",
  begun: 'Half of its own thinking, given back as a begun answer, in raw requests',
  tokens: 'mull, by token ids',
  text: 'mull, by text',
  chat: 'mull, by messages',
  own: "mull, by the server's own maximum",
  effort: 'mull, by effort',
  none: 'mull, without a way to continue',
};

/** What was asked for, in a few columns. */
export function askedInWords({ bound, asked }: Pick<ConformanceRow, 'bound' | 'asked'>): string {
  switch (bound) {
    case 'max':
      return `at most ${asked?.toLocaleString('en-US')}`;
    case 'min':
      return `at least ${asked?.toLocaleString('en-US')}`;
    case 'off':
      return 'none';
    case 'effort':
      return 'low < high';
    case 'waits':
      return asked === 1 ? '1 Wait' : `${asked} Waits`;
    case 'begun':
      return 'to go on';
  }
}

/** What happened: tokens of thinking, or Waits. */
export function happenedInWords({
  bound,
  happened,
  verdict,
}: Pick<ConformanceRow, 'bound' | 'happened' | 'verdict'>): string {
  if (bound === 'begun') return verdict === 'held' ? 'went on' : '';
  return happened.map((count) => count.toLocaleString('en-US')).join(', ');
}

/** What a probe comes to: what mull uses, what became of the fields, and what can be had without mull. */
export function conclusionSentences(conformance: Conformance): string[] {
  const { rows, uses } = conformance;
  const conclusion = conclude(conformance);
  const { held, asked, fields, alone } = conclusion;
  const way = wayHeadings[uses].replace(/^mull, /, '');
  const counting = rows.find((row) => row.way === uses && row.counting !== undefined)?.counting;
  const counted = counting === undefined ? '' : `, counted ${countings[counting]}`;
  return [
    asked === 0
      ? `mull would work ${way}; nothing was measured.`
      : `mull works ${way}: ${held} of ${asked} bounds held${counted}.`,
    ...(rows.some((row) => row.way === 'fields') ? [fieldsInWords(fields), aloneInWords(alone)] : []),
  ];
}

const countings = { exact: 'exactly', reported: 'by the server', estimated: 'in estimates' } as const;

function fieldsInWords({ held, ignored, refused, exceeded, short, unknown }: Conclusion['fields']): string {
  const parts = [
    `${held} held`,
    `${ignored} accepted and ignored`,
    ...(exceeded + short === 0 ? [] : [`${exceeded + short} held roughly`]),
    `${refused} refused`,
    ...(unknown === 0 ? [] : [`${unknown} unclear`]),
  ];
  return `The server's own fields: ${parts.join(', ')}.`;
}

/** Which bounds clients without mull can have. */
function aloneInWords({ max, min, off, effort }: Conclusion['alone']): string {
  const has = [
    ...(max === undefined ? [] : [`a maximum by ${max}`]),
    ...(min === undefined ? [] : [`a minimum by ${min}`]),
    ...(off === undefined ? [] : [`no thinking by ${off}`]),
    ...(effort === undefined ? [] : [`more or less of it by ${effort}`]),
  ];
  const lacks = [...(max === undefined ? ['maximum'] : []), ...(min === undefined ? ['minimum'] : []), 'Wait'];
  const gives = has.length === 0 ? '' : `${has.join(', ')}, but `;
  return `Without mull it gives ${gives}no ${lacks.join(', no ')}.`;
}
