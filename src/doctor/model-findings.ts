import { byteText } from '../core/byte-text.ts';
import { parameterText } from '../core/parameter-text.ts';
import type { Engine } from '../engine/engine.ts';
import { describeFormat } from '../template/describe-format.ts';
import type { FileFacts, OpeningFacts } from './facts.ts';
import type { Finding } from './finding.ts';

/** Free memory below this share of all, with the model loaded, makes machines slow. */
const littleShare = 0.1;

export interface ModelKnowledge {
  readonly engine: Pick<Engine, 'model' | 'abilities'>;
  /** Undefined where the model is behind a server. */
  readonly file: FileFacts | undefined;
  readonly opening: OpeningFacts;
  /** Bytes of memory that this process may have in all. */
  readonly memoryBytes: number;
}

/** What is to be said of the model: what it is, how it is prompted and how it marks its thinking. */
export function modelFindings({ engine, file, opening, memoryBytes }: ModelKnowledge): Finding[] {
  return [
    identity(engine, file),
    ...(file === undefined ? [] : [memory(file, opening, memoryBytes)]),
    context(engine, file),
    template(engine, file),
    thinking(engine),
  ];
}

function identity({ model }: ModelKnowledge['engine'], file: FileFacts | undefined): Finding {
  const architecture = model.architecture ?? file?.architecture;
  const parameters = model.parameters ?? file?.parameters;
  const value = [
    model.name,
    ...(architecture === undefined ? [] : [architecture]),
    ...(parameters === undefined ? [] : [parameterText(parameters)]),
    ...(file?.quantisation === undefined ? [] : [file.quantisation]),
    ...(file === undefined ? [] : [byteText(file.bytes)]),
  ].join(', ');
  return { section: 'model', what: 'Model', verdict: 'ok', value };
}

function memory(file: FileFacts, { grownBytes, freeBytes, seconds }: OpeningFacts, memoryBytes: number): Finding {
  const grown = grownBytes > 0 ? `took ${byteText(grownBytes)} of memory and ` : 'took ';
  const value = `${grown}${seconds.toFixed(1)} s to load; ${byteText(freeBytes)} are left`;
  const finding = { section: 'model', what: 'Loading', value } as const;
  if (freeBytes >= littleShare * memoryBytes) return { ...finding, verdict: 'ok' };
  const advice = `Use a smaller model or context: below ${byteText(littleShare * memoryBytes)} this machine may swap.`;
  return {
    ...finding,
    verdict: 'warning',
    remedy: file.bytes > freeBytes ? advice : `${advice} Or close other programs.`,
  };
}

function context({ model, abilities }: ModelKnowledge['engine'], file: FileFacts | undefined): Finding {
  const size = model.contextSize.toLocaleString('en-US');
  const made = file?.contextSize;
  const of =
    made !== undefined && made > model.contextSize ? ` of the ${made.toLocaleString('en-US')} it was made for` : '';
  const slots = abilities.slots === 1 ? '1 sequence at a time' : `${abilities.slots} sequences at a time`;
  const finding = { section: 'model', what: 'Context', value: `${size} tokens${of}, ${slots}` } as const;
  if (model.contextSize >= 1024) return { ...finding, verdict: 'ok' };
  return { ...finding, verdict: 'warning', remedy: 'Long thinking does not fit: raise --context.' };
}

function template({ model, abilities }: ModelKnowledge['engine'], file: FileFacts | undefined): Finding {
  const finding = { section: 'model', what: 'Chat template' } as const;
  if (model.chatTemplate !== undefined) {
    const from = file === undefined ? 'as the server tells it' : 'in the file';
    return {
      ...finding,
      verdict: 'ok',
      value: `${from}, ${model.chatTemplate.length.toLocaleString('en-US')} characters`,
    };
  }
  if (abilities.continuation === 'chat' || abilities.continuation === 'none') {
    return { ...finding, verdict: 'ok', value: 'rendered by the server' };
  }
  return {
    ...finding,
    verdict: 'warning',
    value: 'none: prompts are written in a common form',
    remedy: 'Use a file that has its own template: models answer worse to a form they were not trained on.',
  };
}

function thinking({ model, abilities }: ModelKnowledge['engine']): Finding {
  const finding = { section: 'model', what: 'Thinking' } as const;
  if (abilities.hiddenThinking) return { ...finding, verdict: 'ok', value: 'hidden by the server' };
  const value = describeFormat(model.thinking);
  if (model.thinking.foundBy !== 'prompted') return { ...finding, verdict: 'ok', value };
  return {
    ...finding,
    verdict: 'warning',
    value,
    remedy: 'The model was not trained to think: budgets hold, but may help little.',
  };
}
