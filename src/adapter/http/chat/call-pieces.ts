import { type Json, listOf, numberOf, objectOf, textOf } from '../json-value.ts';
import type { CallPiece } from './call-gatherer.ts';

/** The pieces of calls in `tool_calls`, as OpenAI streams them, and as Ollama gives them whole with an object. */
export function callPieces(calls: Json | undefined): readonly CallPiece[] {
  return listOf(calls).map((each, at): CallPiece => {
    const call = objectOf(each);
    const called = objectOf(call.function);
    const id = textOf(call.id);
    const name = textOf(called.name);
    const given = called.arguments;
    const text = typeof given === 'object' && given !== null ? JSON.stringify(given) : textOf(given);
    return {
      index: numberOf(call.index) ?? numberOf(called.index) ?? at,
      ...(id === undefined || id === '' ? {} : { id }),
      ...(name === undefined ? {} : { name }),
      ...(text === undefined ? {} : { arguments: text }),
    };
  });
}
