import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider';
import type { Budget } from '../core/budget.ts';
import type { Tool } from '../core/message.ts';
import type { Engine } from '../engine/engine.ts';
import type { ThinkOptions } from '../forcing/think.ts';
import { takesTools } from '../template/takes-tools.ts';
import { chooseBudget } from './choose-budget.ts';
import { readMullOptions } from './mull-options.ts';
import { readPrompt } from './read-prompt.ts';

/** Settings of the AI SDK that no engine of mull has. */
const unknownSettings = ['presencePenalty', 'frequencyPenalty'] as const;

/**
 * One call of the AI SDK as options of `think()`. What the engine cannot do is left out and told as a warning, as the AI
 * SDK has it; what the budget asks for and the engine cannot do is an error all the same.
 *
 * @throws what reading the prompt, the options and the budget throws
 */
export function readCall(
  call: LanguageModelV4CallOptions,
  engine: Engine,
  model: { readonly budget?: Budget; readonly keepThinking?: boolean },
): { readonly options: ThinkOptions; readonly warnings: SharedV4Warning[] } {
  const own = readMullOptions(call.providerOptions);
  const budget = chooseBudget(call, { own: own.budget, ofModel: model.budget });
  const warnings: SharedV4Warning[] = [];
  const leaveOut = (feature: string, details: string): void => {
    warnings.push({ type: 'unsupported', feature, details });
  };
  for (const setting of unknownSettings) {
    const value = call[setting];
    if (value !== undefined && value !== 0) {
      leaveOut(setting, 'Engines of mull do not have it; it was left out.');
    }
  }
  const tools = readTools(call, engine, leaveOut);
  const schema = readFormat(call, engine, leaveOut);
  const keepThinking = own.keepThinking ?? model.keepThinking;
  const { temperature, topK, topP, abortSignal, stopSequences = [] } = call;
  const options: ThinkOptions = {
    engine,
    messages: readPrompt(call.prompt),
    ...(tools.length === 0 ? {} : { tools }),
    ...(budget === undefined ? {} : { budget }),
    ...(schema === undefined ? {} : { responseFormat: { jsonSchema: schema } }),
    ...(stopSequences.length === 0 ? {} : { stop: stopSequences }),
    sampling: {
      ...(temperature === undefined ? {} : { temperature }),
      ...(topK === undefined ? {} : { topK }),
      ...(topP === undefined ? {} : { topP }),
    },
    seed: call.seed ?? ((temperature ?? 0) > 0 ? Math.floor(Math.random() * 2 ** 31) : 0),
    ...(abortSignal === undefined ? {} : { signal: abortSignal }),
    ...(keepThinking === undefined ? {} : { keepThinking }),
  };
  return { options, warnings };
}

type LeaveOut = (feature: string, details: string) => void;

function readTools({ tools = [], toolChoice }: LanguageModelV4CallOptions, engine: Engine, leaveOut: LeaveOut): Tool[] {
  if (tools.length === 0 || toolChoice?.type === 'none') return [];
  if (!takesTools(engine)) {
    leaveOut('tools', `${engine.id} has no place for tools; the model was not told of them.`);
    return [];
  }
  if (toolChoice?.type === 'required' || toolChoice?.type === 'tool') {
    leaveOut('toolChoice', 'Whether to call a tool is left to the model.');
  }
  return tools.flatMap((tool): Tool[] => {
    if (tool.type === 'function') {
      const { name, description, inputSchema } = tool;
      return [{ name, ...(description === undefined ? {} : { description }), parameters: { ...inputSchema } }];
    }
    leaveOut(`the tool ${tool.id}`, 'It belongs to another provider.');
    return [];
  });
}

function readFormat(
  { responseFormat }: LanguageModelV4CallOptions,
  engine: Engine,
  leaveOut: LeaveOut,
): Readonly<Record<string, unknown>> | undefined {
  if (responseFormat?.type !== 'json') return undefined;
  if (engine.abilities.grammar) return { ...(responseFormat.schema ?? { type: 'object' }) };
  leaveOut('responseFormat', `${engine.id} cannot hold an answer to a form; ask for it in the prompt.`);
  return undefined;
}
