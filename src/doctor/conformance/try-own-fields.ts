import type { JsonObject } from '../../adapter/http/json-value.ts';
import type { ThinkingFormat } from '../../core/thinking-format.ts';
import type { Amounts } from './amounts.ts';
import type { TurnAsker } from './ask-turn.ts';
import type { ConformanceRow, ConformanceVerdict } from './conformance-row.ts';
import { judgeEffort, judgeMaximum, judgeMinimum } from './judge.ts';
import { minimumWithStop, type OwnField, ownFields } from './own-fields.ts';
import type { Turn } from './read-turn.ts';

export interface NaturalTurn {
  /** Tokens of thinking, one number per attempt. */
  readonly thinkingTokens: readonly number[];
  readonly turn: Turn;
  /** Fields that it was asked with, and that go with all others. */
  readonly usual: JsonObject;
}

/** The fields that this server is asked with: the known ones, and its minimum together with its end of thinking. */
export async function fieldsFor(asker: TurnAsker, { ends }: ThinkingFormat): Promise<readonly OwnField[]> {
  const ids = await asker.encode(ends[0] ?? '');
  if (ids?.length !== 1) return ownFields;
  const at = ownFields.findLastIndex(({ bound }) => bound === 'min') + 1;
  return [...ownFields.slice(0, at), minimumWithStop(ids[0]!), ...ownFields.slice(at)];
}

/** Asks with each field once, for an effort twice, and judges by what came. */
export async function* tryOwnFields(
  asker: TurnAsker,
  fields: readonly OwnField[],
  natural: NaturalTurn,
  amounts: Amounts,
): AsyncGenerator<ConformanceRow, void> {
  for (const field of fields) yield await tryField(asker, field, natural, amounts);
}

async function tryField(
  asker: TurnAsker,
  field: OwnField,
  natural: NaturalTurn,
  amounts: Amounts,
): Promise<ConformanceRow> {
  const { bound, name, hosts, least = 0 } = field;
  const asked =
    bound === 'max'
      ? maximumFor(field, natural, amounts)
      : bound === 'min'
        ? amounts.min
        : bound === 'off'
          ? 0
          : undefined;
  const row = { way: 'fields', bound, asked, how: name, hosts } as const;
  const maxTokens = bound === 'min' ? amounts.perLongRequest : amounts.perRequest;
  const turns: Turn[] = [];
  for (const own of field.bodies(asked ?? 0)) {
    const fields = { ...natural.usual, ...own };
    const inContent = natural.turn.place === 'content';
    const turn = await asker.ask({ fields, maxTokens, inContent });
    if (typeof turn === 'string') {
      const tooLow = asked !== undefined && asked < least && /greater|at least|minimum|1,?024/i.test(turn);
      const note = tooLow ? `; --ask what it thinks about for more than ${least.toLocaleString('en-US')} tokens` : '';
      return { ...row, happened: [], counting: undefined, verdict: 'refused', remark: turn + note };
    }
    turns.push(turn);
  }
  // What went on in the answer exceeds a maximum, and is nothing that a minimum of thinking asks for.
  const happened = turns.map(
    ({ thinkingTokens, leakedTokens }) => thinkingTokens + (bound === 'min' ? 0 : leakedTokens),
  );
  const verdict = judge(bound, asked ?? 0, happened, natural.thinkingTokens);
  const remark = remarkOn(bound, turns, verdict);
  return { ...row, happened, counting: turns[0]?.counting, verdict, ...(remark === undefined ? {} : { remark }) };
}

/** A third of what it thinks by itself; the least that the host takes, where it thinks for clearly more than that. */
function maximumFor({ least = 0 }: OwnField, { thinkingTokens }: NaturalTurn, { max }: Amounts): number {
  return max < least && Math.min(...thinkingTokens) > least * 1.2 ? least : max;
}

function judge(
  bound: OwnField['bound'],
  asked: number,
  [first = 0, second = 0]: readonly number[],
  natural: readonly number[],
): ConformanceVerdict {
  if (bound === 'effort') return judgeEffort(first, second, natural);
  return bound === 'min' ? judgeMinimum(asked, first, natural) : judgeMaximum(asked, first, natural);
}

/** What a number does not show. */
function remarkOn(bound: OwnField['bound'], turns: readonly Turn[], verdict: ConformanceVerdict): string | undefined {
  const [turn] = turns;
  if (turn === undefined) return undefined;
  if (turn.leakedTokens > 0) return `${turn.leakedTokens} tokens of thinking went on in the answer`;
  if (verdict !== 'held') return undefined;
  if (bound === 'max' && turn.thinkingTokens === 0) return 'it did not think at all';
  if (bound !== 'min' && bound !== 'effort' && turn.answer === '') return 'no answer came';
  return undefined;
}
