import type { DialectWorld, Exchange } from '../dialect.ts';
import { run } from '../model/run.ts';
import { Fields } from '../openai-like/fields.ts';
import { readSampling } from '../openai-like/read-sampling.ts';
import type { Answer } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { anthropicAnswer } from './anthropic-answer.ts';
import { anthropicError } from './anthropic-error.ts';
import { anthropicPrompt } from './anthropic-prompt.ts';
import { type ClaudeRules, claudeRules } from './claude-rules.ts';
import { checkSampling, readThinking, type ThinkingRequest } from './read-thinking.ts';

/** https://platform.claude.com/docs/en/api/messages, body parameters */
const known = new Set(
  (
    'model messages max_tokens cache_control container context_management inference_geo mcp_servers metadata ' +
    'output_config output_format service_tier stop_sequences stream system temperature thinking tool_choice tools top_k ' +
    'top_p'
  ).split(' '),
);

const newest: ClaudeRules = {
  manual: false,
  adaptive: true,
  byDefault: true,
  prefill: false,
  shown: false,
  sampling: false,
};

/** `POST /v1/messages` */
export async function anthropicMessages(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour } = world;
  const { fields, rules, asked } = readHead(world, exchange);
  const maxTokens = fields.integer('max_tokens');
  if (maxTokens === undefined) throw anthropicError(400, 'max_tokens: Field required');
  const thinking = readThinking(fields, rules, maxTokens, behaviour);
  checkSampling(fields, rules, thinking.on);
  const prompt = model.encode(anthropicPrompt(model, behaviour, fields, rules, thinking));
  const room = model.contextSize - prompt.length;
  if (room < 1) {
    // https://platform.claude.com/docs/en/build-with-claude/context-windows
    throw anthropicError(400, `prompt is too long: ${prompt.length} tokens > ${model.contextSize} maximum`);
  }
  const plan = {
    prompt,
    maxTokens: Math.min(maxTokens, room),
    ...(behaviour.stops && { stops: fields.texts('stop_sequences'), stopsIn: 'answer' as const }),
    sampling: readSampling(fields),
    seed: seeds(),
    splits: true,
    trims: true,
    ...(thinking.budget !== undefined && {
      thinkingLimit: { tokens: thinking.budget + behaviour.overshoot, force: model.encode(model.thinking.close) },
    }),
    signal: exchange.signal,
  };
  return anthropicAnswer(
    { id: newId('msg_'), model: asked, promptTokens: prompt.length, omitted: thinking.omitted, behaviour },
    fields.flag('stream') ?? false,
    counting(run(model, plan), exchange.count),
  );
}

/** `POST /v1/messages/count_tokens`; https://platform.claude.com/docs/en/build-with-claude/token-counting */
export function anthropicCount(world: DialectWorld, exchange: Exchange): Answer {
  const { model, behaviour } = world;
  const { fields, rules } = readHead(world, exchange);
  const thinking: ThinkingRequest = { on: false, omitted: false };
  const prompt = anthropicPrompt(model, behaviour, fields, rules, thinking);
  return { status: 200, body: { input_tokens: model.encode(prompt).length } };
}

/** What every request must have: the version, a known model, known fields. */
function readHead(
  { name }: DialectWorld,
  { body, headers }: Exchange,
): { fields: Fields; rules: ClaudeRules; asked: string } {
  // https://platform.claude.com/docs/en/api/versioning
  if (headers['anthropic-version'] === undefined) throw anthropicError(400, 'anthropic-version: header is required');
  const fields = new Fields(body, (message, field) => anthropicError(400, `${field}: ${message}`));
  // https://github.com/amrit110/oli/issues/7
  const unknown = Object.keys(body).find((field) => !known.has(field));
  if (unknown !== undefined) throw anthropicError(400, `${unknown}: Extra inputs are not permitted`);
  const asked = fields.text('model');
  if (asked === undefined) throw anthropicError(400, 'model: Field required');
  const rules = claudeRules(asked) ?? (asked === name ? newest : undefined);
  if (rules === undefined) throw anthropicError(404, `model: ${asked}`);
  return { fields, rules, asked };
}

let requests = 0;

/** The API takes no seed: every answer has its own. */
function seeds(): number {
  requests += 1;
  return requests;
}
