/**
 * The template of a model that brings none: a dialogue in plain words, which base models have seen as well.
 * Where the model's end token is that of ChatML, it is ChatML.
 */
export function defaultTemplate(eosToken: string | undefined): string {
  return eosToken === '<|im_end|>' ? chatml : dialogue;
}

const chatml =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const dialogue =
  "{% for message in messages %}{% if message['role'] == 'system' %}{{ message['content'] + '\\n\\n' }}" +
  "{% elif message['role'] == 'assistant' %}{{ 'Assistant: ' + message['content'] + '\\n\\n' }}" +
  "{% elif message['role'] == 'user' %}{{ 'User: ' + message['content'] + '\\n\\n' }}" +
  "{% else %}{{ raise_exception('Only system, user and assistant messages are supported.') }}{% endif %}{% endfor %}" +
  "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}";
