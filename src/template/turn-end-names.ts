/**
 * Names by which control tokens that end a turn are known, whatever a file says about their type; the list of
 * llama.cpp (src/llama-vocab.cpp, "auto-detect special tokens by text").
 */
export const turnEndNames: ReadonlySet<string> = new Set([
  '<|im_end|>',
  '<|endoftext|>',
  '<|end_of_text|>',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|end|>',
  '<|return|>',
  '<|call|>',
  '<|flush|>',
  '<|calls|>',
  '<end_of_turn>',
  '<end_of_utterance>',
  '</s>',
  '<EOT>',
  '_<EOT>',
  '[EOT]',
  '[EOS]',
  '<eos>',
  '<turn|>',
  '<|tool_response>',
  '<｜end▁of▁sentence｜>',
  '[e~[',
  '<|fim_pad|>',
  '<|repo_name|>',
  '<|file_sep|>',
]);
