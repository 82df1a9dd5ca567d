import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { beginsAlike } from '../../adapter/http/begins-alike.ts';
import { MullError } from '../../core/mull-error.ts';
import { type Continuation, continuations, continueTurn } from './continuation.ts';
import { type Aside, hostCall } from './host-call.ts';
import { nameOf } from './model-engine.ts';
import { newAside } from './new-aside.ts';

/** What was found out about a host, and how. */
export interface ContinuationFound {
  readonly continuation: Continuation | undefined;
  readonly how: string;
}

const question = 'How many days do two weeks and three days have? Think it over.';
const wanted = 32;
const found = new WeakMap<LanguageModelV4, Promise<ContinuationFound>>();

/**
 * Whether a host continues begun thinking, by what the model writes: what it thought by itself is cut in two, it is given
 * the first half, and then the second one should come. Asked once per model, by up to four requests of 32 tokens.
 */
export function findContinuation(model: LanguageModelV4, signal: AbortSignal | undefined): Promise<ContinuationFound> {
  const known = found.get(model);
  if (known !== undefined) return known;
  const finding = ask(model, signal);
  found.set(model, finding);
  // A host that was down, or a caller who gave up, says nothing about the next time.
  finding.catch(() => found.delete(model));
  return finding;
}

async function ask(model: LanguageModelV4, signal: AbortSignal | undefined): Promise<ContinuationFound> {
  const call: LanguageModelV4CallOptions = {
    prompt: [{ role: 'user', content: [{ type: 'text', text: question }] }],
    maxOutputTokens: wanted,
    temperature: 0,
  };
  const natural = await say(model, call, signal);
  const half = natural.slice(0, Math.ceil(natural.length / 2)).join('');
  const rest = natural.join('').slice(half.length);
  if (half.trim().length < 6 || rest.trim().length < 6) {
    return { continuation: undefined, how: `${nameOf(model)} showed too little thinking to tell` };
  }
  const seen: string[] = [];
  for (const continuation of continuations) {
    const begun = continueTurn(call, { thinking: half }, { continuation, provider: model.provider });
    try {
      const text = (await say(model, begun, signal)).join('');
      if (beginsAlike(text, rest))
        return { continuation, how: 'given the first half of its thinking, it wrote the second' };
      seen.push(`${continuation}: ${beginsAlike(text, half) ? 'began anew' : 'wrote something else'}`);
    } catch (error) {
      if (signal?.aborted) throw error;
      seen.push(`${continuation}: ${(error instanceof Error ? error.message : String(error)).slice(0, 120)}`);
    }
  }
  return { continuation: undefined, how: seen.join('; ') };
}

/** The thinking that a call brings, in the pieces in which it comes. */
async function say(
  model: LanguageModelV4,
  call: LanguageModelV4CallOptions,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const aside: Aside = newAside();
  const stream = hostCall(model, call, aside, signal ?? new AbortController().signal);
  const pieces: string[] = [];
  try {
    for (let event = await stream.take(); event !== undefined; event = await stream.take()) {
      if (event.content !== '') break;
      if (event.reasoning !== '') pieces.push(event.reasoning);
    }
  } finally {
    stream.leave();
  }
  return pieces;
}

/** @throws E_UNSUPPORTED saying what was tried */
export function cannotContinue(model: LanguageModelV4, what: string, how: string): MullError {
  return new MullError(
    'E_UNSUPPORTED',
    `${nameOf(model)} cannot hold ${what}: its thinking cannot be continued (${how}).`,
    {
      hint: `Leave ${what} out, use a host that continues a begun turn, or name how it does by \`continuation\`.`,
    },
  );
}
