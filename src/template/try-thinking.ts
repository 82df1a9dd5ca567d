import { type CompiledTemplate, compileTemplate } from './compile-template.ts';
import { attempt, type TemplateTraits, templateTraits } from './template-traits.ts';
import type { ThinkingPlace } from './thinking-place.ts';

const question = 'mullquestion';
const answer = 'mullanswer';
const thought = 'mullthought';

/** Settings of template variables. */
export type Setting = Readonly<Record<string, string | number | boolean>>;

/** What a template writes around an earlier thinking, and where it takes that thinking from. */
export interface ShownThinking {
  readonly place: ThinkingPlace;
  /** From the end of the question to the thinking. */
  readonly before: string;
  /** From the thinking to the answer; absent where only a turn with a tool call shows the thinking. */
  readonly behind?: string;
  /** From the thinking on, in a turn with a tool call. */
  readonly behindInCall?: string;
}

/** Renders a template's turns with and without thinking, to see what it does with it. */
export class ThinkingTrial {
  readonly template: CompiledTemplate;
  readonly #traits: TemplateTraits;

  constructor(chatTemplate: string) {
    this.template = compileTemplate(chatTemplate);
    this.#traits = templateTraits(chatTemplate);
  }

  /** The whole prompt for one question, or undefined where the template refuses the setting. */
  prompt(setting: Setting): string | undefined {
    return this.#run([this.#user()], setting, true);
  }

  /** What stands behind the question: the header of the turn that the model is to write. */
  tail(setting: Setting): string {
    return behindQuestion(this.prompt(setting) ?? '');
  }

  /** From the question to the answer in a finished turn without thinking. */
  plainTurn(setting: Setting): string | undefined {
    return this.#untilAnswer([this.#user(), { role: 'assistant', content: answer }], setting, false);
  }

  /** The same of a turn that another question follows. */
  earlierTurn(setting: Setting): string | undefined {
    const messages = [this.#user(), { role: 'assistant', content: answer }, { role: 'user', content: 'mullnext' }];
    return this.#untilAnswer(messages, setting, true);
  }

  #untilAnswer(messages: readonly unknown[], setting: Setting, prompt: boolean): string | undefined {
    const rendered = this.#run(messages, setting, prompt);
    if (rendered === undefined) return undefined;
    const turn = behindQuestion(rendered);
    const end = turn.indexOf(answer);
    return end < 0 ? undefined : turn.slice(0, end);
  }

  /** The first place whose text appears as thinking in front of the answer, or of a tool call. */
  shown(setting: Setting): ShownThinking | undefined {
    for (const place of places) {
      const turn = this.#turn(place, setting, false);
      const [before, rest] = turn.split(thought);
      if (before === undefined || rest === undefined || before.includes(answer) || isJson(before)) continue;
      const behind = rest.split(answer)[0];
      if (behind !== undefined && rest.includes(answer)) return { place, before, behind };
    }
    for (const place of places) {
      const [before, rest] = this.#turn(place, setting, true).split(thought);
      if (before !== undefined && rest !== undefined && !isJson(before)) return { place, before, behindInCall: rest };
    }
    return undefined;
  }

  /** Whether an earlier turn's thinking is still shown once the next question is there. */
  keeps(place: ThinkingPlace, setting: Setting): boolean {
    const messages = [this.#user(), withThought(place), { role: 'user', content: 'mullnext' }];
    return (this.#run(messages, setting, true) ?? '').includes(thought);
  }

  #turn(place: ThinkingPlace, setting: Setting, calls: boolean): string {
    const message = withThought(place);
    const rendered = this.#run(
      calls ? [this.#user(), ...this.#call(message)] : [this.#user(), message],
      setting,
      calls,
    );
    return rendered === undefined ? '' : behindQuestion(rendered);
  }

  #call(message: Record<string, unknown>): unknown[] {
    const values = { key: 'value' };
    const call = { name: 'tool', arguments: this.#traits.argumentsAs === 'object' ? values : JSON.stringify(values) };
    const content = typeof message.content === 'string' ? this.#traits.emptyContent : message.content;
    return [
      { ...message, content, tool_calls: [{ id: 'abcdefghi', type: 'function', function: call }] },
      { role: 'tool', name: 'tool', tool_call_id: 'abcdefghi', content: 'result' },
    ];
  }

  #user(): Record<string, unknown> {
    return { role: 'user', content: this.#traits.contentAs === 'text' ? question : [{ type: 'text', text: question }] };
  }

  #run(messages: readonly unknown[], setting: Setting, prompt: boolean): string | undefined {
    return attempt(this.template, {
      messages,
      tools: this.#traits.absentTools,
      ...setting,
      add_generation_prompt: prompt,
    });
  }
}

const places: readonly ThinkingPlace[] = [
  { field: 'reasoning_content' },
  { field: 'reasoning' },
  { field: 'thinking' },
  { type: 'thinking', part: 'thinking' },
];

function withThought(place: ThinkingPlace): Record<string, unknown> {
  const message = { role: 'assistant', content: answer };
  if ('field' in place) return { ...message, [place.field]: thought };
  if ('part' in place) {
    return {
      ...message,
      content: [
        { type: place.type, [place.part]: thought },
        { type: 'text', text: answer },
      ],
    };
  }
  return message;
}

/** What a rendered prompt holds behind the question. */
export function behindQuestion(rendered: string): string {
  const start = rendered.lastIndexOf(question);
  return start < 0 ? rendered : rendered.slice(start + question.length);
}

/** Some templates print a list of parts as JSON: the thinking is in it, but not as thinking. */
function isJson(before: string): boolean {
  return /"thinking": "$/.test(before);
}
