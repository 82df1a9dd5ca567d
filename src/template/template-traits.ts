import { type CompiledTemplate, compileTemplate } from './compile-template.ts';

/** What a template expects of its variables, found by trying it with harmless texts. */
export interface TemplateTraits {
  /** What `tools` must be where there are none. */
  readonly absentTools: null | undefined | readonly never[];
  /** Whether the content of a user message is a text or a list of parts. */
  readonly contentAs: 'text' | 'parts';
  /** Whether the arguments of a tool call are an object or JSON text. */
  readonly argumentsAs: 'object' | 'text';
  /** The content of a message that holds nothing but tool calls. */
  readonly emptyContent: '' | null;
  /** Whether it has a place for system messages. */
  readonly system: boolean;
}

/** A day without meaning: what is found must not depend on the calendar. */
const probeDate: Date = new Date(2024, 0, 1);

/** No known template takes more than 1,600 for a conversation as short as those it is tried with. */
const probeSteps = 50_000;

const user = { role: 'user', content: 'mullquestion' };
const remembered = 32;
const cache = new Map<string, TemplateTraits>();

/** The traits of a template; remembered by its text. */
export function templateTraits(text: string): TemplateTraits {
  const known = cache.get(text);
  if (known) return known;
  const template = compileTemplate(text);
  const absentTools = firstOf<TemplateTraits['absentTools']>([null, undefined, []], (tools) =>
    shows(template, { messages: [user], tools }, ['mullquestion']),
  );
  const traits = { absentTools, ...contentTraits(template, absentTools), ...callTraits(template) };
  const oldest = cache.keys().next();
  if (cache.size >= remembered && !oldest.done) cache.delete(oldest.value);
  cache.set(text, traits);
  return traits;
}

function contentTraits(
  template: CompiledTemplate,
  tools: TemplateTraits['absentTools'],
): Pick<TemplateTraits, 'contentAs' | 'system'> {
  const parts = { role: 'user', content: [{ type: 'text', text: 'mullquestion' }] };
  const plain = shows(template, { messages: [user], tools }, ['mullquestion']);
  // A template that knows no parts may still print them, as JSON.
  const known = attempt(template, { messages: [parts], tools })?.includes('"text"') === false;
  const contentAs =
    !plain && known && shows(template, { messages: [parts], tools }, ['mullquestion']) ? 'parts' : 'text';
  const system = { role: 'system', content: 'mullsystem' };
  const messages = [system, contentAs === 'text' ? user : parts];
  return { contentAs, system: shows(template, { messages, tools }, ['mullsystem', 'mullquestion']) };
}

function callTraits(template: CompiledTemplate): Pick<TemplateTraits, 'argumentsAs' | 'emptyContent'> {
  const forms = (['object', 'text'] as const).flatMap((argumentsAs) =>
    (['', null] as const).map((emptyContent) => ({ argumentsAs, emptyContent })),
  );
  return firstOf(forms, ({ argumentsAs, emptyContent }) => {
    const values = { mullkey: 'mullvalue' };
    const call = { name: 'mulltool', arguments: argumentsAs === 'object' ? values : JSON.stringify(values) };
    const rendered = attempt(template, {
      messages: [
        user,
        {
          role: 'assistant',
          content: emptyContent,
          tool_calls: [{ id: 'abcdefghi', type: 'function', function: call }],
        },
        { role: 'tool', name: 'mulltool', tool_call_id: 'abcdefghi', content: 'mullresult' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'mulltool', description: '', parameters: { type: 'object', properties: {} } },
        },
      ],
    });
    const turn = rendered?.slice(rendered.indexOf('mullquestion')) ?? '';
    // Escaped quotation marks mean that JSON text was put into JSON once more.
    const clean = !/\[object |\\"mullkey/.test(turn);
    return clean && ['mulltool', 'mullkey', 'mullvalue'].every((word) => turn.includes(word));
  });
}

/** What the template makes of the variables, or undefined where it refuses them. */
export function attempt(template: CompiledTemplate, variables: Readonly<Record<string, unknown>>): string | undefined {
  try {
    return template.run(
      { bos_token: '', eos_token: '', add_generation_prompt: true, functions: '', datetime: '', ...variables },
      { now: probeDate, steps: probeSteps },
    );
  } catch {
    return undefined;
  }
}

function shows(
  template: CompiledTemplate,
  variables: Readonly<Record<string, unknown>>,
  words: readonly string[],
): boolean {
  const rendered = attempt(template, variables);
  return rendered !== undefined && words.every((word) => rendered.includes(word));
}

function firstOf<Value>(values: readonly Value[], accepts: (value: Value) => boolean): Value {
  return values[Math.max(0, values.findIndex(accepts))] as Value;
}
