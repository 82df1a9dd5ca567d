import type { ThinkingFormat } from '../core/thinking-format.ts';

/** A format that is known by name, with the models whose names tell of it. */
export interface KnownFormat {
  readonly format: Omit<ThinkingFormat, 'foundBy'>;
  /** Names of models that were trained on it, for those whose chat template does not show it. */
  readonly family?: RegExp;
  /**
   * Whether `cut` and `close` hold as they are; otherwise the white space and the marks that a template puts behind
   * the end of thinking are taken over.
   */
  readonly exact?: true;
}

/** Every format whose name may be given by the user. The first whose `family` matches a model's name holds. */
export const knownFormats: readonly KnownFormat[] = [
  {
    // Section 3.1 of the s1 paper and its code: a delimiter of the chat format, then a word.
    format: {
      name: 's1',
      open: '<|im_start|>think',
      ends: ['<|im_start|>'],
      close: '<|im_start|>answer',
      cut: '<|im_start|>answer\n',
      reopens: ['<|im_start|>think'],
    },
    family: /(^|[/_-])s1([._-]?1)?([-_]\d+b|$)|simplescaling|pebble/i,
    exact: true,
  },
  {
    // OpenAI's harmony: messages in channels. The model writes the header of each message itself.
    format: {
      name: 'harmony',
      open: '<|channel|>analysis<|message|>',
      ends: ['<|end|>'],
      close: '<|end|>',
      cut: '<|end|><|start|>assistant<|channel|>final<|message|>',
      reopens: ['<|channel|>analysis<|message|>'],
      header: { until: '<|message|>', thinking: /<\|channel\|>analysis/, tool: /\bto=/ },
    },
    family: /gpt-?oss/i,
    exact: true,
  },
  {
    // Muse Glimmer: messages with recipients; to itself it thinks.
    format: {
      name: 'atem',
      open: ' to=self<|message|>',
      ends: ['<|eom|>'],
      close: '<|eom|>',
      cut: '<|eom|><|start|>assistant to=user<|message|>',
      reopens: [' to=self<|message|>'],
      header: { until: '<|message|>', thinking: /\bto=self\b/, tool: /\bto=(?!self\b|user\b)/ },
    },
    family: /muse-?glimmer/i,
    exact: true,
  },
  {
    // Kimi K3: elements opened and closed by the model, thinking being one of them.
    format: {
      name: 'xtml',
      open: '<|open|>think<|sep|>',
      ends: ['<|close|>'],
      close: '<|close|>think<|sep|>',
      cut: '<|close|>think<|sep|><|open|>response<|sep|>',
      reopens: ['<|open|>think<|sep|>'],
      header: { until: '<|sep|>', thinking: /<\|open\|>think$/, tool: /<\|open\|>tools/ },
    },
    family: /kimi-?k3/i,
    exact: true,
  },
  {
    // Solar Open: a message of its own, whose end begins the next message of the same turn.
    format: {
      name: 'solar',
      open: '<|think|>',
      ends: ['<|end|>'],
      close: '<|end|><|begin|>assistant',
      cut: '<|end|><|begin|>assistant<|content|>',
      reopens: ['<|think|>'],
    },
    family: /solar-?open/i,
    exact: true,
  },
  {
    format: between('gemma', '<|channel>thought\n', '<channel|>', ''),
    family: /gemma-?4/i,
  },
  {
    format: between('cohere', '<|START_THINKING|>', '<|END_THINKING|>', '<|START_RESPONSE|>'),
    family: /command-a-reasoning|command-?r7b/i,
  },
  {
    format: between('mistral', '[THINK]', '[/THINK]', ''),
    family: /magistral-small-250[7-9]|magistral-(small|medium)-1\.2|ministral.*reasoning/i,
  },
  {
    format: between('seed', '<seed:think>', '</seed:think>', '\n'),
    family: /seed-?oss/i,
  },
  {
    format: between('apertus', '<|inner_prefix|>', '<|inner_suffix|>', ''),
    family: /apertus/i,
  },
  {
    format: between('apriel', 'Here are my reasoning steps:\n', '[BEGIN FINAL RESPONSE]', '\n'),
    family: /apriel.*thinker/i,
  },
  {
    format: between('thinking', '<thinking>\n', '</thinking>', '\n\n'),
  },
  {
    format: between('think', '<think>\n', '</think>', '\n\n'),
    family:
      /qwen-?3(?!.*(coder|instruct))|qwq|deepseek-?r1|r1-distill|deepseek-?v3\.[12]|glm-?(4\.[5-9]|z1)|smollm-?3|magistral|kimi.*thinking|minimax-?m[12]|nemotron.*(nano|reason)|phi-?4.*reasoning|mimo|granite-?3\.[23]|exaone-?(deep|4)|hunyuan|ring-|openthinker|skywork-or|deepscaler|deephermes|lfm2.*thinking|olmo.*think|step-?3/i,
  },
];

/** What a model without a format is told, in words, to do. */
export const promptedFormat: Omit<ThinkingFormat, 'foundBy'> = {
  ...between('prompted', '<think>\n', '</think>', '\n\n'),
  // Models that were not trained on tags often end their turn right behind one; a blank line leads into an answer.
  close: '</think>\n\n',
  instruction:
    'Before you answer, think step by step. Write your thinking between <think> and </think>, ' +
    'then write the answer behind </think>.',
};

/** A format of two delimiters around the thinking; what the template writes behind the second one belongs to a cut. */
export function between(name: string, open: string, end: string, behind: string): Omit<ThinkingFormat, 'foundBy'> {
  return { name, open, ends: [end], close: end, cut: end + behind, reopens: [open.trimEnd()] };
}
