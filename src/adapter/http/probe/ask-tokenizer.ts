import { turnEndNames } from '../../../template/turn-end-names.ts';
import { asked, type Fact, observed } from '../fact.ts';
import { type Json, listOf, numberOf, objectOf, textOf, tokensOf } from '../json-value.ts';
import { ServerTokenizer, type TokenizeForm } from '../server-tokenizer.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

export interface TokenizerFacts {
  readonly tokenizer: Fact<TokenizeForm | undefined>;
  readonly turnEnds: Fact<ReadonlyMap<number, string>>;
  readonly addedToText: Fact<string>;
  /** `max_model_len` of an answer, where it has one. */
  readonly contextSize?: Fact<number>;
}

const sample = 'Wait, let me see.';

/** Whether the server tokenises texts, in which form, and which of its tokens end a turn. */
export async function askTokenizer(
  context: ProbeContext,
  model: string,
  eosToken: string | undefined,
): Promise<TokenizerFacts> {
  const refusals: string[] = [];
  for (const form of ['content', 'prompt'] as const) {
    const body: Json =
      form === 'content'
        ? { content: sample, add_special: false }
        : { model, prompt: sample, add_special_tokens: false };
    const answer = await context.ask({ path: '/tokenize', body });
    const tokens = isRefusal(answer) ? undefined : tokensOf(objectOf(answer.value).tokens);
    if (tokens === undefined || tokens.length === 0) {
      refusals.push(isRefusal(answer) ? answer.refusal : 'no list of token ids');
      continue;
    }
    const found = new ServerTokenizer(context.client, form, model);
    const decoded = await context.attempt(() => found.decode(tokens, context.signal));
    if (isRefusal(decoded) || decoded.value.trim() !== sample) {
      refusals.push(
        isRefusal(decoded) ? decoded.refusal : `ids of ${JSON.stringify(sample)} read ${JSON.stringify(decoded.value)}`,
      );
      continue;
    }
    const contextSize = numberOf(objectOf((answer as { readonly value: Json }).value).max_model_len);
    return {
      tokenizer: observed(form, `POST /tokenize gave ${tokens.length} ids for a text, and /detokenize the text again`),
      turnEnds: await turnEndsOf(context, form, model, eosToken),
      addedToText: await addedBy(context, form, model),
      ...(contextSize === undefined ? {} : { contextSize: asked(contextSize, 'POST /tokenize') }),
    };
  }
  const how = `POST /tokenize: ${refusals.join('; ')}`;
  return {
    tokenizer: observed(undefined, how),
    turnEnds: observed(new Map(), 'no tokenizer to ask'),
    addedToText: observed('', 'no tokenizer to ask'),
  };
}

/** Which of the names in use for ends of turns are one token of this model. */
async function turnEndsOf(
  context: ProbeContext,
  form: TokenizeForm,
  model: string,
  eosToken: string | undefined,
): Promise<Fact<ReadonlyMap<number, string>>> {
  const names = [...new Set([...(eosToken === undefined ? [] : [eosToken]), ...turnEndNames])];
  const text = names.join('\n');
  const body: Json =
    form === 'content'
      ? { content: text, add_special: false, parse_special: true, with_pieces: true }
      : { model, prompt: text, add_special_tokens: false, return_token_strs: true };
  const answer = await context.ask({ path: '/tokenize', body });
  const found = isRefusal(answer) ? [] : namedTokens(answer.value);
  const turnEnds = new Map(found.filter(([, name]) => names.includes(name)));
  return observed(turnEnds, `names that are one token each: ${[...turnEnds.values()].join(' ') || 'none'}`);
}

/** Ids with their texts: `with_pieces` of llama-server, `return_token_strs` of vLLM. */
function namedTokens(answer: Json): [number, string][] {
  const data = objectOf(answer);
  const texts = listOf(data.token_strs);
  return listOf(data.tokens).flatMap((token, index): [number, string][] => {
    const id = numberOf(token) ?? numberOf(objectOf(token).id);
    const text = textOf(objectOf(token).piece) ?? textOf(texts[index]);
    return id === undefined || text === undefined ? [] : [[id, text]];
  });
}

/** What the server puts in front of a text, as its own tokenizer tells. */
async function addedBy(context: ProbeContext, form: TokenizeForm, model: string): Promise<Fact<string>> {
  const body: Json =
    form === 'content' ? { content: sample, add_special: true } : { model, prompt: sample, add_special_tokens: true };
  const answer = await context.ask({ path: '/tokenize', body });
  const whole = isRefusal(answer)
    ? []
    : listOf(objectOf(answer.value).tokens).flatMap((token) => numberOf(token) ?? []);
  const tokenizer = new ServerTokenizer(context.client, form, model);
  const plain = await context.attempt(() => tokenizer.encode(sample, false, context.signal));
  const length = isRefusal(plain) ? 0 : plain.value.length;
  const added = whole.slice(0, Math.max(0, whole.length - length));
  if (length === 0 || added.length === 0) return observed('', 'ids with and without additions are the same');
  const text = await context.attempt(() => tokenizer.decode(added, context.signal));
  const shown = isRefusal(text) ? '' : text.value;
  return observed(shown, `the server adds ${JSON.stringify(shown)} to every text`);
}
