import type { Tool } from '../core/message.ts';
import { MullError } from '../core/mull-error.ts';
import type { Part } from '../engine/prompt.ts';
import { compileTemplate, messageOf } from './compile-template.ts';
import { DataText, keyOf, type Variable } from './data-text.ts';
import { mask } from './mask.ts';
import { type InputOptions, messageVariables } from './message-variables.ts';
import type { Turn } from './turn.ts';

/** One way to give a conversation to a template. */
interface RenderAttempt {
  readonly turns: readonly Turn[];
  readonly input: InputOptions;
}

export interface RenderTurns {
  readonly chatTemplate: string;
  /** Best first. */
  readonly attempts: readonly RenderAttempt[];
  readonly variables: Readonly<Record<string, Variable>>;
  readonly tools: readonly Tool[];
  readonly now: Date;
}

/**
 * Renders the first attempt that the template takes without leaving a text out.
 *
 * @throws E_TEMPLATE_INVALID with what was wrong with the best attempt
 */
export function renderTurns(task: RenderTurns): readonly Part[] {
  const template = compileTemplate(task.chatTemplate);
  let refusal: MullError | undefined;
  for (const { turns, input } of task.attempts) {
    // Some templates look back over all earlier messages at each one.
    const steps = 1_000_000 + 20_000 * turns.length;
    const masked = mask({ ...task.variables, messages: messageVariables(turns, input) });
    try {
      const rendered = template.run({ ...masked.variables, add_generation_prompt: true }, { now: task.now, steps });
      const { parts, found, damaged } = masked.unmask(rendered);
      const missing = missingText(turns, task.tools, found);
      if (missing === undefined && !damaged) return parts;
      refusal ??= damaged ? takenApart() : leftOut(missing ?? '');
    } catch (cause) {
      refusal ??= refused(cause);
    }
  }
  throw refusal ?? refused('there are no messages');
}

/** Which text the template did not write, in words; nothing that was said may be dropped silently. */
function missingText(turns: readonly Turn[], tools: readonly Tool[], found: ReadonlySet<string>): string | undefined {
  const lacks = (data: DataText): boolean => !found.has(keyOf(data));
  for (const [index, turn] of turns.entries()) {
    const where = `message ${index + 1} (${turn.role})`;
    const call = turn.toolCalls?.find(({ name }) => lacks(DataText.data(name)));
    if (call) return `the call of "${call.name}" in ${where}`;
    // Several templates show no text beside tool calls, as the models themselves write none.
    if (turn.toolCalls === undefined && turn.texts.some((text) => !isBlank(text) && lacks(text))) {
      return `a text of ${where}`;
    }
  }
  const tool = tools.find(({ name }) => lacks(DataText.data(name)) && !foundAsJson(name, found));
  return tool && `the tool "${tool.name}"`;
}

function isBlank({ part }: DataText): boolean {
  return 'text' in part && part.text.trim() === '';
}

/** Templates that take all functions as one JSON text show the names within it. */
function foundAsJson(name: string, found: ReadonlySet<string>): boolean {
  return [...found].some((key) => key.includes(JSON.stringify(name)));
}

const hint = 'Give another template with the engine options, or write the conversation in the form it expects.';

function refused(cause: unknown): MullError {
  return new MullError('E_TEMPLATE_INVALID', `The chat template refuses the conversation: ${messageOf(cause)}`, {
    hint,
    cause,
  });
}

function leftOut(what: string): MullError {
  return new MullError('E_TEMPLATE_INVALID', `The chat template has no place for ${what}.`, { hint });
}

function takenApart(): MullError {
  return new MullError('E_TEMPLATE_INVALID', 'The chat template takes texts of messages apart.', {
    hint: 'Give another template with the engine options: texts must stay whole to be kept from becoming control text.',
  });
}
