import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MullError } from '../../../src/core/mull-error.ts';
import { budgetDialects } from '../../../src/server/budget/budget-dialects.ts';
import { type BudgetInput, servedBudget } from '../../../src/server/budget/served-budget.ts';

type Body = BudgetInput['body'];

function budgetOf(body: Body, rest: Partial<BudgetInput> = {}): ReturnType<typeof servedBudget> {
  return servedBudget({
    body,
    header: undefined,
    request: { suffix: undefined, total: undefined },
    defaults: {},
    ceilings: {},
    contextSize: 4096,
    ...rest,
  });
}

/** A body in which a path has a value. */
function at(path: string, value: unknown): Record<string, unknown> {
  return path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Record<string, unknown>;
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (MullError.isMullError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

const ofMeaning = (meaning: string): string[] =>
  budgetDialects.filter(({ means }) => means === meaning).map(({ field }) => field);

describe('the fields in which hosts are asked for a budget', () => {
  test.each(ofMeaning('max'))('%s is the maximum, also in extra_body; -1 is none', (field) => {
    expect(budgetOf(at(field, 500)).fields).toEqual({ max: 500 });
    expect(budgetOf({ extra_body: at(field, 500) }).fields).toEqual({ max: 500 });
    expect(budgetOf(at(field, -1)).fields).toEqual({ max: 'auto' });
    expect(budgetOf(at(field, 0)).fields).toEqual({ max: 0 });
    expect(budgetOf(at(field, 500)).sources.max).toEqual({ value: 500, from: field });
  });

  test.each(ofMeaning('effort'))('%s is an effort, in any case of letters', (field) => {
    expect(budgetOf(at(field, 'low')).fields).toEqual({ effort: 'low' });
    expect(budgetOf(at(field, 'XHigh')).fields).toEqual({ effort: 'xhigh' });
    expect(budgetOf(at(field, 'ultra')).fields).toEqual({ effort: 'max' });
    expect(budgetOf(at(field, 'auto')).fields).toEqual({});
  });

  test('an effort that nobody knows is ignored, and warned of', () => {
    const { fields, warnings } = budgetOf({ reasoning_effort: 'enormous' });
    expect(fields).toEqual({});
    expect(warnings).toEqual([
      {
        code: 'W_EFFORT_UNKNOWN',
        message:
          'reasoning_effort is "enormous", which is none of none, minimal, low, medium, high, xhigh, max: it was ignored.',
      },
    ]);
  });

  test.each(['reasoning.enabled', 'enable_thinking', 'chat_template_kwargs.enable_thinking', 'think'])(
    '%s turns thinking off, or changes nothing',
    (field) => {
      expect(budgetOf(at(field, false)).fields).toEqual({ max: 0 });
      expect(budgetOf(at(field, true)).fields).toEqual({});
    },
  );

  test("Anthropic's thinking: enabled with a budget, adaptive, disabled", () => {
    expect(budgetOf({ thinking: { type: 'enabled', budget_tokens: 1024 } }).fields).toEqual({ max: 1024 });
    expect(budgetOf({ thinking: { type: 'adaptive' }, output_config: { effort: 'high' } }).fields).toEqual({
      effort: 'high',
    });
    expect(budgetOf({ thinking: { type: 'disabled' } }).fields).toEqual({ max: 0 });
  });

  test("Ollama's think is a switch or an effort", () => {
    expect(budgetOf({ think: 'high' }).fields).toEqual({ effort: 'high' });
  });

  test("llama-server's message opens the answer after a cut", () => {
    expect(budgetOf({ reasoning_budget_tokens: 9, reasoning_budget_message: 'So:' }).fields).toEqual({
      max: 9,
      finish: 'So:',
    });
  });

  test('null is absent', () => {
    expect(budgetOf({ reasoning: { effort: null, max_tokens: null }, thinking: null }).fields).toEqual({});
  });

  test.each([
    [
      { thinking_budget: 'many' },
      'thinking_budget must be a whole number of at least 0, or -1 for no maximum, got "many".',
    ],
    [{ reasoning: { max_tokens: 1.5 } }, 'reasoning.max_tokens must be a whole number of at least 0'],
    [{ thinking: { type: 'on' } }, 'thinking.type must be one of enabled, disabled, adaptive, auto, got "on".'],
    [{ enable_thinking: 'yes' }, 'enable_thinking must be true or false, got "yes".'],
    [{ budget: { maks: 5 } }, 'budget has no field "maks".'],
    [{ budget: 'max' }, 'accepted'],
    [
      { budget: 'hihg' },
      'budget must be an object or one of none, minimal, low, medium, high, xhigh, max, got "hihg".',
    ],
    [{ budget: 'max=5;waits=2' }, 'budget.max must be a whole number of at least 0, or "auto", got "5;waits=2".'],
  ])('%j: %s', (body, message) => {
    expect(refusal(() => budgetOf(body))).toContain(message);
  });
});

describe('fields that contradict each other are refused, and both are named', () => {
  test.each([
    [{ thinking_budget: 100, reasoning: { max_tokens: 200 } }, 'reasoning.max_tokens (200) and thinking_budget (100)'],
    [
      { reasoning_effort: 'low', reasoning: { effort: 'high' } },
      'reasoning_effort ("low") and reasoning.effort ("high")',
    ],
    [{ enable_thinking: false, thinking_budget: 100 }, 'enable_thinking (false) and thinking_budget (100)'],
    [
      { thinking: { type: 'disabled' }, reasoning_effort: 'high' },
      'thinking.type (false) and reasoning_effort ("high")',
    ],
    [{ thinking: { type: 'enabled' }, reasoning_effort: 'none' }, 'reasoning_effort ("none") and thinking.type (true)'],
    [
      { reasoning_budget_tokens: 10, thinking_budget_tokens: 20 },
      'reasoning_budget_tokens (10) and thinking_budget_tokens (20)',
    ],
    [
      { thinking_budget: 100, extra_body: { thinking_budget: 200 } },
      'thinking_budget (100) and extra_body.thinking_budget (200)',
    ],
  ])('%j', (body, named) => {
    expect(refusal(() => budgetOf(body))).toBe(`E_BUDGET_CONFLICT: ${named} contradict each other.`);
  });

  test('fields that say the same are no contradiction', () => {
    expect(budgetOf({ reasoning_budget_tokens: 10, thinking_budget_tokens: 10 }).fields).toEqual({ max: 10 });
    expect(budgetOf({ thinking: { type: 'disabled' }, reasoning_effort: 'none' }).fields).toEqual({ effort: 'none' });
  });

  test('a maximum in tokens beside an effort is none: the explicit one counts', () => {
    expect(budgetOf({ reasoning_effort: 'high', thinking_budget: 100 }).fields).toEqual({ effort: 'high', max: 100 });
  });
});

describe('the order of precedence', () => {
  const everywhere = (): ReturnType<typeof budgetOf> =>
    budgetOf(
      { budget: { max: 1 }, thinking_budget: 4 },
      {
        header: 'max=2,waits=2',
        request: { suffix: 'max=3,waits=3,min=3', total: { tokens: 90, field: 'max_tokens' } },
        defaults: { max: 5, waits: 5, min: 5, grace: 5, total: 5 },
      },
    );

  test('body, header, suffix of the model, fields of hosts, defaults of the server: field by field', () => {
    expect(everywhere().fields).toEqual({ max: 1, waits: 2, min: 3, total: 90, grace: 5 });
    expect(everywhere().sources).toEqual({
      max: { value: 1, from: 'budget.max' },
      waits: { value: 2, from: 'mull-budget header' },
      min: { value: 3, from: 'model suffix' },
      total: { value: 90, from: 'max_tokens' },
      grace: { value: 5, from: 'server default' },
    });
  });

  test('an effort given higher up beats a maximum from below, which it stands for', () => {
    expect(budgetOf({ reasoning_effort: 'low' }, { defaults: { max: 2000, answer: 50, waits: 1 } }).fields).toEqual({
      effort: 'low',
      waits: 1,
    });
    expect(budgetOf({ budget: { max: 9 } }, { header: 'high' }).fields).toEqual({ max: 9, effort: 'high' });
  });

  test('who asks for thinking gets it, whatever the server does by default', () => {
    expect(budgetOf({ enable_thinking: true }, { defaults: { max: 0, waits: 1 } }).fields).toEqual({ waits: 1 });
    expect(budgetOf({ thinking: { type: 'enabled' } }, { defaults: { effort: 'none' } }).fields).toEqual({});
  });

  test('a header or a suffix may be pairs, an effort, or JSON', () => {
    expect(budgetOf({}, { header: 'high' }).fields).toEqual({ effort: 'high' });
    expect(budgetOf({}, { header: '{"waits":2,"message":["Wait, but","Hmm"]}' }).fields).toEqual({
      waits: 2,
      message: ['Wait, but', 'Hmm'],
    });
    expect(refusal(() => budgetOf({}, { header: '{waits' }))).toContain(
      'E_BUDGET_INVALID: mull-budget is not valid JSON.',
    );
    expect(refusal(() => budgetOf({}, { header: 'waits,' }))).toContain(
      'mull-budget must be pairs such as max=2000,waits=2',
    );
  });
});

describe('ceilings', () => {
  test('lower what was asked for, and say so', () => {
    const { fields, sources, warnings } = budgetOf({ thinking_budget: 9000 }, { ceilings: { max: 800, waits: 2 } });
    expect(fields).toEqual({ max: 800 });
    expect(sources.max).toEqual({ value: 800, from: "server's ceiling", lowered: 9000 });
    expect(warnings).toEqual([
      {
        code: 'W_CEILING',
        message: 'max was lowered from 9000 to 800: thinking_budget asked for more than this server allows.',
      },
    ]);
  });

  test('hold where nothing, everything or an effort was asked for', () => {
    expect(budgetOf({}, { ceilings: { max: 800, waits: 2 } }).fields).toEqual({ max: 800 });
    expect(budgetOf({ thinking_budget: -1 }, { ceilings: { max: 800 } }).fields).toEqual({ max: 800 });
    expect(budgetOf({ reasoning_effort: 'high' }, { ceilings: { max: 800 } })).toMatchObject({
      fields: { effort: 'high', max: 800 },
      sources: { max: { lowered: 2048 } },
    });
    expect(budgetOf({ reasoning_effort: 'minimal' }, { ceilings: { max: 800 } }).fields).toEqual({ effort: 'minimal' });
    expect(budgetOf({ reasoning_effort: 'max' }, { ceilings: { max: 800 } }).fields).toEqual({
      effort: 'max',
      max: 800,
    });
  });

  test('a minimum above a lowered maximum is lowered with it, as the client cannot know', () => {
    const { fields, warnings } = budgetOf({ budget: { min: 900, max: 1000 } }, { ceilings: { max: 800 } });
    expect(fields).toEqual({ min: 800, max: 800 });
    expect(warnings.map(({ code }) => code)).toEqual(['W_CEILING', 'W_CEILING']);
  });

  test('are never exceeded, whatever is sent from wherever', () => {
    const count = fc.oneof(fc.integer({ min: -1, max: 5000 }), fc.constant(undefined));
    const effort = fc.option(fc.constantFrom('none', 'low', 'medium', 'high', 'max'), { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({
          own: count,
          field: count,
          fallback: count,
          waits: count,
          effort,
          ceiling: fc.nat(4000),
          most: fc.nat(6),
        }),
        ({ own, field, fallback, waits, effort: word, ceiling, most }) => {
          const positive = (value: number | undefined): number | undefined => (value === -1 ? undefined : value);
          const input = {
            ...(field === undefined || (field === 0) !== (word === 'none') ? {} : { thinking_budget: field }),
            ...(word === undefined ? {} : { reasoning_effort: word }),
            budget: {
              ...(positive(own) === undefined ? {} : { max: own }),
              ...(positive(waits) === undefined ? {} : { waits }),
            },
          };
          let served: ReturnType<typeof budgetOf>;
          try {
            served = budgetOf(input, {
              ceilings: { max: ceiling, waits: most },
              defaults: positive(fallback) === undefined ? {} : { max: fallback! },
            });
          } catch (error) {
            // Refused for a contradiction: nothing runs.
            expect(error).toMatchObject({ code: 'E_BUDGET_CONFLICT' });
            return;
          }
          const { fields } = served;
          const levels = { none: 0, low: 512, medium: 1024, high: 2048, max: Number.POSITIVE_INFINITY };
          const implied = word === undefined ? Number.POSITIVE_INFINITY : levels[word as keyof typeof levels];
          expect(typeof fields.max === 'number' ? fields.max : implied).toBeLessThanOrEqual(ceiling);
          expect(fields.waits ?? 0).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
