import type { LmEvalSample } from './lm-eval-sample.ts';

/** Metrics that say of a single answer whether it is right, the usual ones first. */
const verdicts = ['exact_match', 'acc', 'math_verify', 'is_correct', 'correct', 'pass@1', 'score'];

/** Where tasks keep a question, its answer, its level and its subject. */
const questionFields = ['problem', 'question', 'Question', 'Problem', 'input', 'prompt', 'query'];
const levelFields = ['level', 'Level', 'difficulty'];
const subjectFields = ['subject', 'Subject', 'category', 'High-level domain'];

/**
 * A line of `samples_TASK_DATE.jsonl` as `--log_samples` writes it (lm_eval/loggers/evaluation_tracker.py), of old and
 * new versions and of s1's fork, whose `exact_matches` judges each of several responses.
 *
 * @param metric - which of the numbers of the task says that an answer is right; default: a usual one
 * @returns the sample, or what is wrong with the line
 */
export function readSample(text: string, metric?: string): LmEvalSample | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  if (!isObject(value) || value.doc_id === undefined || !isObject(value.doc) || !Array.isArray(value.resps)) {
    return 'is no sample of lm-evaluation-harness';
  }
  const responses = (value.resps as unknown[]).flat(4).filter((each): each is string => typeof each === 'string');
  if (responses.length === 0) return 'has no generated text: tasks that only compare likelihoods have no thinking';
  const name = metric ?? verdicts.find((each) => typeof value[each] === 'number' || typeof value[each] === 'boolean');
  if (metric !== undefined && value[metric] === undefined) {
    return `has no metric "${metric}"; it has ${metricNames(value).join(', ') || 'none'}`;
  }
  const [prompt, settings] = firstRequest(value.arguments);
  const question = textOf(value.doc, questionFields) ?? prompt;
  const level = textOf(value.doc, levelFields);
  const subject = textOf(value.doc, subjectFields);
  const extracted = listOf(value.extracted_answers);
  return {
    id: String(value.doc_id),
    question,
    gold: String(value.target ?? ''),
    ...(level === undefined ? {} : { level }),
    ...(subject === undefined ? {} : { subject }),
    filter: typeof value.filter === 'string' ? value.filter : 'none',
    responses,
    extracted: responses.map((_, i) => (extracted[i] === undefined ? undefined : String(extracted[i]))),
    right: verdictsOf(value, name, responses.length),
    settings,
    ...(typeof value.prompt_hash === 'string' ? { promptHash: value.prompt_hash } : {}),
  };
}

function verdictsOf(value: Fields, metric: string | undefined, count: number): (boolean | undefined)[] {
  const each = listOf(value.exact_matches);
  if (each.length === count) return each.map((one) => Number(one) >= 1);
  const one = metric === undefined ? undefined : value[metric];
  // A number over several responses, such as a vote, says nothing of a single one.
  const known = count === 1 && (typeof one === 'number' || typeof one === 'boolean');
  return new Array<boolean | undefined>(count).fill(known ? Number(one) >= 1 : undefined);
}

/** Prompt and settings of the request: `[[prompt, settings]]`, or `{ gen_args_0: { arg_0, arg_1 } }`. */
function firstRequest(requests: unknown): [prompt: string, settings: Fields] {
  const first = Array.isArray(requests) ? requests[0] : isObject(requests) ? requests.gen_args_0 : undefined;
  const [prompt, settings] = Array.isArray(first)
    ? [first[0], first[1]]
    : isObject(first)
      ? [first.arg_0, first.arg_1]
      : [undefined, undefined];
  return [promptText(prompt), isObject(settings) ? settings : {}];
}

/** A rendered prompt as it is; of a chat, which newer versions write as JSON, what the user said last. */
function promptText(prompt: unknown): string {
  const text = Array.isArray(prompt) ? prompt[0] : prompt;
  if (typeof text !== 'string') return '';
  try {
    const turns: unknown = JSON.parse(text);
    const last = Array.isArray(turns) ? turns.findLast((turn) => isObject(turn) && turn.role === 'user') : undefined;
    return isObject(last) && typeof last.content === 'string' ? last.content : text;
  } catch {
    return text;
  }
}

function metricNames(value: Fields): string[] {
  const own = ['doc_id', 'doc', 'target', 'arguments', 'resps', 'filtered_resps', 'filter', 'metrics'];
  return Object.keys(value).filter((key) => !own.includes(key) && !key.endsWith('_hash'));
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(fields: Fields, names: readonly string[]): string | undefined {
  const found = names
    .map((name) => fields[name])
    .find((value) => typeof value === 'string' || typeof value === 'number');
  return found === undefined ? undefined : String(found);
}
