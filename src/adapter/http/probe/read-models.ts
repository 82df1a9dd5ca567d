import { MullError } from '../../../core/mull-error.ts';
import { nearestName } from '../../../core/nearest-name.ts';
import { asked, type Fact, told } from '../fact.ts';
import { type Json, type JsonObject, listOf, numberOf, objectOf, textOf } from '../json-value.ts';
import { modelFileName } from '../model-file-name.ts';
import { type Answer, isRefusal } from './probe-context.ts';

/** What the list of models says. */
export interface ModelList {
  readonly model: Fact<string>;
  /** All of the list: a wrong name is the first thing to suspect when nothing works. */
  readonly names: readonly string[];
  /** Whether the one that is meant stands in it. */
  readonly listed: boolean;
  readonly contextSize?: Fact<number>;
  readonly vocabularySize?: Fact<number>;
  readonly parameters?: Fact<number>;
  /** What it writes at most in one answer. */
  readonly mostOutput?: Fact<number>;
  /** Whether its entry says that it reads images. */
  readonly images?: Fact<boolean>;
}

/**
 * Which model is meant, and what its entry in the list of models tells: `max_model_len` (vLLM, SGLang),
 * `context_length` (OpenRouter), `max_input_tokens` (Anthropic), `meta` (llama-server).
 *
 * @throws E_OPTION_INVALID where several models are served and none was named
 */
export function readModels(answer: Answer<Json>, wanted: string | undefined): ModelList {
  const list = isRefusal(answer) ? [] : listOf(objectOf(answer.value).data).map(objectOf);
  const names = list.flatMap((entry) => textOf(entry.id) ?? []);
  const entry = list.find((each) => isCalled(each, wanted)) ?? (wanted === undefined ? list[0] : undefined);
  if (wanted === undefined && names.length === 0) throw unlisted(answer);
  if (wanted === undefined && names.length !== 1) throw ambiguous(names);
  const name = wanted ?? names[0]!;
  const meta = objectOf(entry?.meta);
  const contextSize =
    numberOf(entry?.max_model_len) ??
    numberOf(entry?.context_length) ??
    numberOf(entry?.context_window) ??
    numberOf(entry?.max_input_tokens) ??
    numberOf(meta.n_ctx);
  const [vocabularySize, parameters] = [numberOf(meta.n_vocab), numberOf(meta.n_params)];
  const mostOutput = numberOf(entry?.max_tokens);
  // `capabilities` of Anthropic, `architecture` of OpenRouter.
  const { supported } = objectOf(objectOf(entry?.capabilities).image_input);
  const kinds = objectOf(entry?.architecture).input_modalities;
  const images =
    typeof supported === 'boolean' ? supported : kinds === undefined ? undefined : listOf(kinds).includes('image');
  const how = 'GET /models';
  return {
    model: wanted === undefined ? asked(name, `${how}: the only one`) : told(name),
    names,
    listed: entry !== undefined,
    ...(contextSize === undefined ? {} : { contextSize: asked(contextSize, how) }),
    ...(vocabularySize === undefined ? {} : { vocabularySize: asked(vocabularySize, how) }),
    ...(parameters === undefined ? {} : { parameters: asked(parameters, how) }),
    ...(mostOutput === undefined ? {} : { mostOutput: asked(mostOutput, how) }),
    ...(images === undefined ? {} : { images: asked(images, how) }),
  };
}

/** The error for a server that does not know the model, once nothing else has worked. */
export function unknownModel(model: string, names: readonly string[], words: string): MullError {
  const near = nearestName(model, names);
  const shown = names.slice(0, 8).join(', ');
  return new MullError('E_MODEL_UNKNOWN', `The server cannot be used with the model ${model}: ${words}`, {
    hint:
      near !== undefined
        ? `Did you mean "${near}"?`
        : names.length > 0
          ? `The server has: ${shown}${names.length > 8 ? ', ...' : ''}.`
          : 'Check the name of the model and that the URL is the API root, usually ending in /v1.',
  });
}

function isCalled(entry: JsonObject, name: string | undefined): boolean {
  if (name === undefined) return false;
  const id = textOf(entry.id);
  return id === name || listOf(entry.aliases).includes(name) || modelFileName(id ?? '') === modelFileName(name);
}

function unlisted(answer: Answer<Json>): MullError {
  const why = isRefusal(answer) ? answer.refusal : 'its list is empty';
  return new MullError('E_OPTION_INVALID', `The server tells no model (${why}), so one must be named.`, {
    hint: 'Check that the URL is the API root, usually ending in /v1. If it is, give `--model NAME`, or `model` in the options of the engine.',
  });
}

function ambiguous(names: readonly string[]): MullError {
  const shown = names.slice(0, 8).join(', ');
  return new MullError('E_OPTION_INVALID', `The server has ${names.length} models, and none was named.`, {
    hint: `Give one as \`--model\` or \`model\`: ${shown}${names.length > 8 ? ', ...' : ''}.`,
  });
}
