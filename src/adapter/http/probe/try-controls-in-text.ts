import { completionsTextDialect } from '../completions-text-dialect.ts';
import { type Fact, observed } from '../fact.ts';
import { objectOf } from '../json-value.ts';
import type { FieldSet } from '../server-facts.ts';
import type { ServerTokenizer } from '../server-tokenizer.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

/**
 * Makes the model write a control token, by a bias that leaves no other, and looks whether a continued text shows it.
 * Without that an end of thinking by such a token would pass unseen.
 */
export async function tryControlsInText(
  context: ProbeContext,
  server: { readonly model: string; readonly fields: FieldSet },
  tokenizer: ServerTokenizer | undefined,
  control: string | undefined,
): Promise<Fact<boolean>> {
  if (control === undefined) return observed(true, 'no control token takes part in the thinking of this model');
  if (tokenizer === undefined) return { value: true, foundBy: 'assumed', how: 'no tokenizer to find its id by' };
  const tokens = await tokenizer.encode(control, true, context.signal);
  if (tokens.length !== 1) return observed(true, `${control} is plain text to this model`);
  const dialect = completionsTextDialect({ ...server, tellsStop: false });
  const request = {
    prompt: '1 2 3',
    maxTokens: 1,
    stops: [],
    visible: [control],
    options: { channel: 'answer', maxTokens: 1, stop: [], sampling: { temperature: 0 } },
    seed: 1,
    slot: -1,
  } as const;
  const bias = { logit_bias: { [String(tokens[0])]: 100 } };
  const answer = await context.stream(
    { path: dialect.path, body: { ...objectOf(dialect.body(request)), ...bias } },
    (event) => dialect.read(event)?.end !== undefined,
  );
  if (isRefusal(answer)) return { value: true, foundBy: 'assumed', how: `could not be tried: ${answer.refusal}` };
  const text = answer.value.map((event) => dialect.read(event)?.text ?? '').join('');
  return observed(text.includes(control), `made the model write ${control}, and the text was ${JSON.stringify(text)}`);
}
