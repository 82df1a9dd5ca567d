import type { DialectWorld, Exchange } from '../dialect.ts';
import { Fields } from '../openai-like/fields.ts';
import type { Answer } from '../server/answer.ts';
import { renderPrompt } from './vllm-chat.ts';
import { invalidField } from './vllm-error.ts';

/** `POST /tokenize`, of a text or of messages; vllm/entrypoints/serve/tokenize/protocol.py */
export function vllmTokenize(world: DialectWorld, { body }: Exchange): Answer {
  const { model } = world;
  const fields = new Fields(body, invalidField);
  const text = fields.has('messages') ? renderPrompt(world, fields) : fields.text('prompt');
  if (text === undefined) throw invalidField('Field required', 'prompt');
  const tokens = model.encode(text);
  const wantsTexts = fields.flag('return_token_strs') === true;
  return {
    status: 200,
    body: {
      count: tokens.length,
      max_model_len: model.contextSize,
      tokens,
      token_strs: wantsTexts ? tokens.map((token) => model.decode([token])) : null,
    },
  };
}

/** `POST /detokenize` */
export function vllmDetokenize({ model }: DialectWorld, { body }: Exchange): Answer {
  const tokens = new Fields(body, invalidField).integers('tokens');
  if (tokens === undefined) throw invalidField('Field required', 'tokens');
  return { status: 200, body: { prompt: model.decode(tokens) } };
}
