import { longestBeginning } from '../../../core/longest-beginning.ts';
import type { ThinkingFormat } from '../../../core/thinking-format.ts';
import { endTexts } from './end-texts.ts';

export interface Split {
  readonly channel: 'thinking' | 'answer';
  readonly text: string;
}

/**
 * Separates thinking from answer as the reasoning parsers of servers do: the first end of thinking ends it for good, and
 * what comes behind is answer, whatever it contains. A second end of thinking stays in the answer.
 *
 * Sources: vLLM, vllm/reasoning/basic_parsers.py, BaseThinkingReasoningParser.extract_reasoning; SGLang,
 * python/sglang/srt/parser/reasoning_parser.py, BaseReasoningFormatDetector; Ollama, thinking/parser.go.
 */
export class ThinkingSplitter {
  readonly #open: string;
  readonly #ends: readonly string[];
  readonly #trims: boolean;
  #mode: 'before' | 'thinking' | 'answer';
  #held = '';
  /** Set until something other than white space came, where white space behind a delimiter is dropped. */
  #trimming: boolean;

  /**
   * @param inside - the prompt has opened thinking
   * @param trims - white space behind a delimiter is dropped
   */
  constructor(format: ThinkingFormat, inside: boolean, trims: boolean) {
    this.#open = format.open.trim();
    this.#ends = endTexts(format);
    this.#trims = trims;
    this.#trimming = trims && inside;
    this.#mode = inside ? 'thinking' : 'before';
  }

  push(text: string): Split[] {
    const out: Split[] = [];
    this.#held += text;
    if (this.#mode === 'before') {
      const ahead = this.#held.trimStart();
      if (ahead === '' || (ahead.length < this.#open.length && this.#open.startsWith(ahead))) return out;
      if (this.#open !== '' && ahead.startsWith(this.#open)) {
        this.#held = ahead.slice(this.#open.length);
        this.#mode = 'thinking';
        this.#trimming = this.#trims;
      } else {
        this.#mode = 'answer';
      }
    }
    if (this.#mode === 'thinking') this.#think(out);
    if (this.#mode === 'answer') {
      this.#emit(out, 'answer', this.#held);
      this.#held = '';
    }
    return out;
  }

  flush(): Split[] {
    const out: Split[] = [];
    this.#emit(out, this.#mode === 'thinking' ? 'thinking' : 'answer', this.#held);
    this.#held = '';
    return out;
  }

  #think(out: Split[]): void {
    const end = this.#ends
      .map((text) => ({ text, at: this.#held.indexOf(text) }))
      .filter(({ at }) => at !== -1)
      .sort((a, b) => a.at - b.at || b.text.length - a.text.length)[0];
    const rest = end === undefined ? '' : this.#held.slice(end.at);
    // A longer end may be under way.
    const waits = this.#ends.some((text) => text.length > rest.length && rest !== '' && text.startsWith(rest));
    if (end === undefined || waits) {
      const held = longestBeginning(this.#held, this.#ends);
      this.#emit(out, 'thinking', this.#held.slice(0, this.#held.length - held));
      this.#held = this.#held.slice(this.#held.length - held);
      return;
    }
    this.#emit(out, 'thinking', this.#held.slice(0, end.at));
    this.#held = rest.slice(end.text.length);
    this.#mode = 'answer';
    this.#trimming = this.#trims;
  }

  #emit(out: Split[], channel: Split['channel'], text: string): void {
    const shown = this.#trimming ? text.trimStart() : text;
    if (shown === '') return;
    this.#trimming = false;
    out.push({ channel, text: shown });
  }
}
