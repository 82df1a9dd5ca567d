import type { JSONObject, LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Aside } from './host-call.ts';

/**
 * Puts what the host said beside the turn into the stream of a run: its warnings, calls of tools, files and sources, and
 * its own usage.
 */
export function withHostFacts(aside: Aside): TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart> {
  // What begins a stream is held until the host has spoken, as its warnings stand there.
  let begun: LanguageModelV4StreamPart[] = [];
  return new TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart>({
    transform(part, controller) {
      if (['stream-start', 'response-metadata', 'reasoning-start'].includes(part.type) && aside.requests === 0) {
        begun.push(part);
        return;
      }
      for (const held of begun) controller.enqueue(withFacts(held, aside));
      begun = [];
      if (part.type !== 'finish') {
        controller.enqueue(part);
        return;
      }
      for (const told of aside.parts) controller.enqueue(told);
      controller.enqueue({
        ...part,
        usage: usageOf(aside, part.usage),
        finishReason: {
          unified:
            part.finishReason.unified === 'stop' ? (aside.finishReason?.unified ?? 'stop') : part.finishReason.unified,
          raw: aside.finishReason?.raw,
        },
      });
    },
  });
}

function withFacts(part: LanguageModelV4StreamPart, aside: Aside): LanguageModelV4StreamPart {
  if (part.type === 'stream-start') return { ...part, warnings: [...part.warnings, ...aside.warnings] };
  return part.type === 'response-metadata' && aside.metadata !== undefined ? aside.metadata : part;
}

/**
 * The host's own usage where one request did it all. Where mull broke requests off, the host told no usage of those, so
 * what was counted here stands, with the host's input of the requests it did tell.
 */
function usageOf({ usages, requests }: Aside, counted: LanguageModelV4Usage): LanguageModelV4Usage {
  const [only] = usages;
  if (requests === 1 && only !== undefined) return only;
  const total = (read: (usage: LanguageModelV4Usage) => number | undefined): number | undefined => {
    const told = usages.map(read).filter((tokens) => tokens !== undefined);
    return told.length === 0 ? undefined : told.reduce((sum, tokens) => sum + tokens, 0);
  };
  return {
    inputTokens: {
      total: total((usage) => usage.inputTokens.total),
      noCache: total((usage) => usage.inputTokens.noCache),
      cacheRead: total((usage) => usage.inputTokens.cacheRead),
      cacheWrite: total((usage) => usage.inputTokens.cacheWrite),
    },
    outputTokens: counted.outputTokens,
    raw: { ...counted.raw, requests, told: usages.map((usage) => usage.raw ?? {}) as JSONObject[] },
  };
}
