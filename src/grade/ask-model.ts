import type { EngineUsage } from '../core/usage.ts';
import type { Engine } from '../engine/engine.ts';
import type { Sequence } from '../engine/sequence.ts';
import { renderPrompt } from '../template/render-prompt.ts';

export interface Asking {
  readonly temperature: number;
  readonly maxTokens: number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

/** What a model said when it was asked, and what that cost. */
export interface Said {
  readonly text: string;
  readonly tokens: number;
  readonly usage: EngineUsage;
}

/** Asks a model something that needs no thinking. */
export async function askModel(engine: Engine, question: string, asking: Asking): Promise<Said> {
  const { temperature, maxTokens, seed, signal } = asking;
  const sequence = await open(engine, question, { seed, ...(signal ? { signal } : {}) });
  try {
    let text = '';
    const generation = sequence.generate({
      channel: 'answer',
      maxTokens,
      stop: [],
      sampling: { temperature },
      ...(signal ? { signal } : {}),
    });
    for await (const chunk of generation) if (chunk.channel === 'answer') text += chunk.text;
    return { text, tokens: (await generation.end).tokens.value, usage: sequence.usage };
  } finally {
    await sequence.close();
  }
}

/** Opens the answer at once: an index needs no thinking. */
async function open(
  engine: Engine,
  question: string,
  options: { readonly seed: number; readonly signal?: AbortSignal },
): Promise<Sequence> {
  const messages = [{ role: 'user' as const, content: question }];
  const { continuation } = engine.abilities;
  if (continuation === 'chat' || continuation === 'none') return engine.open({ messages }, options);
  const { parts, switchedOff } = renderPrompt({ model: engine.model, messages, thinking: 'off' });
  const closing = { text: engine.model.thinking.close, control: true };
  return engine.open({ parts: switchedOff ? parts : [...parts, closing] }, options);
}
