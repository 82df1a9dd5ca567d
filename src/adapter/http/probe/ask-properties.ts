import { asked, type Fact } from '../fact.ts';
import { type JsonObject, numberOf, objectOf, textOf } from '../json-value.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

/** What `GET /props` of llama-server says; nothing on other servers. */
export interface Properties {
  readonly isLlama: boolean;
  readonly contextSize?: Fact<number>;
  readonly slots?: Fact<number>;
  readonly chatTemplate?: Fact<string>;
  readonly bosToken?: Fact<string>;
  readonly eosToken?: Fact<string>;
}

export async function askProperties(context: ProbeContext): Promise<Properties> {
  const answer = await context.ask({ path: '/props' });
  if (isRefusal(answer)) return { isLlama: false };
  const props = objectOf(answer.value);
  const settings = objectOf(props.default_generation_settings);
  return {
    // What counts is that it describes its own generation fields, whatever it is called.
    isLlama: Object.keys(settings).length > 0,
    ...given('contextSize', numberOf(settings.n_ctx)),
    ...given('slots', numberOf(props.total_slots)),
    ...given('chatTemplate', nonEmpty(props, 'chat_template')),
    ...given('bosToken', nonEmpty(props, 'bos_token')),
    ...given('eosToken', nonEmpty(props, 'eos_token')),
  };
}

function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Field in Name]?: Fact<Value> } {
  return value === undefined ? {} : ({ [name]: asked(value, 'GET /props') } as { [Field in Name]: Fact<Value> });
}

function nonEmpty(object: JsonObject, field: string): string | undefined {
  const text = textOf(object[field]);
  return text === '' ? undefined : text;
}
