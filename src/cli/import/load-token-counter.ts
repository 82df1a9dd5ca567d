import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { utf8Length } from '../../forcing/utf8-length.ts';
import type { Host } from '../host.ts';
import { parseJson } from '../parse-text.ts';
import { readText } from '../read-text.ts';

/**
 * Counts the tokens of a text: with a tokenizer.json, else four bytes of UTF-8 as one, which is about what English text
 * comes to.
 *
 * @throws E_OPTION_INVALID where the tokenizer cannot be read
 */
export async function loadTokenCounter(path: string | undefined, host: Host): Promise<(text: string) => number> {
  if (path === undefined) return (text) => Math.max(1, Math.round(utf8Length(text) / 4));
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const tokenizer = parseJson(await readText(path, 'The tokenizer', host), path, 'E_OPTION_INVALID');
  const beside = join(dirname(resolve(host.workingDirectory(), path)), 'tokenizer_config.json');
  const settings = await readFile(beside, 'utf8').then(JSON.parse, () => ({}));
  const model = new Tokenizer(tokenizer as object, settings as object);
  return (text) => model.encode(text, { add_special_tokens: false }).ids.length;
}
