import type { BudgetFields } from '../core/budget.ts';
import type { ThinkEvent, ThinkResult } from '../core/events.ts';
import type { Message } from '../core/message.ts';
import { MullError } from '../core/mull-error.ts';
import type { BranchRecord } from '../core/run-record.ts';
import type { Direction, Overseer, Pause } from '../forcing/overseer.ts';
import { readBudget } from '../forcing/read-budget.ts';
import { run } from '../forcing/run.ts';
import { RunControls } from '../forcing/run-controls.ts';
import type { ThinkOptions } from '../forcing/think.ts';
import { faultOf } from '../lockstep/faults.ts';
import type { Ask, Chain, Open } from './ask.ts';
import { ConfidenceMeter } from './confidence.ts';
import type { Stage } from './stage.ts';
import type { Ended, Held, Told } from './told.ts';

/** Alternatives from which the confidence of a token is worked out, as far as the engine reports so many. */
const alternatives = 20;

/** A chain that waits for a direction. */
interface HeldChain {
  readonly seen: Pause;
  resume(direction: Direction): void;
  leave(): void;
}

/** One chain of a strategy while it runs: it thinks, is held where the strategy wants to look, and ends. */
export class ChainBranch {
  readonly #stage: Stage;
  readonly #open: Open;
  readonly #chain: Chain;
  readonly #controls = new RunControls();
  readonly #number: number;
  readonly #began = performance.now();
  #settle: ((told: Held | Ended) => void) | undefined;
  #pause: HeldChain | undefined;
  #stopped = false;
  #prompted = false;
  #probeTokens = 0;
  #running: Promise<void> | undefined;

  constructor(stage: Stage, open: Open, chain: Chain) {
    this.#stage = stage;
    this.#open = open;
    this.#chain = chain;
    this.#number = stage.records.length;
    stage.records.push({ branch: this.#number, seed: open.seed, answer: '', thinking: '', state: 'stopped' });
  }

  /** Whether its prompt is in. */
  get prompted(): boolean {
    return this.#prompted;
  }

  /** Told when it is held or over. */
  begin(budget: BudgetFields): Promise<Told> {
    const told = this.#next();
    this.#stage.live.add(this);
    this.#running = this.#run(budget);
    return told;
  }

  continue(direction: Direction): Promise<Told> {
    const pause = this.#held();
    this.#pause = undefined;
    const told = this.#next();
    pause.resume(direction);
    return told;
  }

  async probe({ branch, seeds, maxTokens, temperature }: Extract<Ask, { type: 'probe' }>): Promise<Told> {
    try {
      const answers = await this.#held().seen.probe(seeds, { maxTokens, temperature });
      for (const answer of answers) {
        this.#stage.spending.probe(answer);
        this.#probeTokens += answer.tokens;
      }
      return { type: 'probed', branch, answers };
    } catch (error) {
      this.stop();
      await this.#running;
      return { type: 'failed', branch, error: faultOf(error) };
    }
  }

  /** Passes a wish of the user on; false where it comes too late. */
  request(what: 'wait' | 'answer'): boolean {
    return this.#controls.request(what);
  }

  stop(): void {
    this.#stopped = true;
    this.#controls.abort();
    this.#pause?.leave();
  }

  /** Resolves when its sequence is closed. */
  async ended(): Promise<void> {
    await this.#running;
  }

  #held(): HeldChain {
    if (this.#pause !== undefined) return this.#pause;
    throw new MullError('E_INTERNAL', `Branch ${this.#open.branch} was asked to go on but is not held.`, {
      hint: 'A strategy may continue or probe only a branch of which it was told "held". Please report this.',
    });
  }

  #next(): Promise<Told> {
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  async #run(budget: BudgetFields): Promise<void> {
    const { spending, emit, live, records } = this.#stage;
    emit({ type: 'branch-start', branch: this.#number, seed: this.#open.seed });
    let told: Ended;
    let record: Pick<BranchRecord, 'answer' | 'thinking' | 'receipt' | 'state' | 'error' | 'score'>;
    try {
      const { result, meter } = await this.#think(budget);
      const { answer, thinking, receipt } = result;
      spending.chain(receipt);
      const tokens = receipt.thinkingTokens + receipt.answerTokens + this.#probeTokens;
      const seconds = (performance.now() - this.#began) / 1000;
      const confidence = meter?.confidence;
      told = {
        type: 'done',
        branch: this.#open.branch,
        result: { ...result, chain: this.#number, tokens, seconds, ...(confidence ? { confidence } : {}) },
      };
      record = { answer, thinking, receipt, state: 'done', ...(confidence ? { score: confidence.mean } : {}) };
    } catch (thrown) {
      const error = faultOf(thrown);
      const { partial } = this.#controls;
      if (partial !== undefined) spending.chain(partial.receipt);
      const kept = { answer: partial?.answer ?? '', thinking: partial?.thinking ?? '', receipt: partial?.receipt };
      if (this.#stopped || this.#stage.signal.aborted) {
        told = { type: 'stopped', branch: this.#open.branch };
        record = { ...kept, state: 'stopped' };
      } else {
        told = { type: 'failed', branch: this.#open.branch, error };
        record = { ...kept, state: 'failed', error: { code: error.code, message: error.message } };
      }
    }
    live.delete(this);
    const whole: BranchRecord = {
      branch: this.#number,
      seed: this.#open.seed,
      ...record,
      ...(this.#probeTokens === 0 ? {} : { probeTokens: this.#probeTokens }),
    };
    records[this.#number] = whole;
    emit({ type: 'branch-end', branch: this.#number, record: whole });
    this.#settle?.(told);
  }

  async #think(budget: BudgetFields): Promise<{ result: ThinkResult; meter: ConfidenceMeter | undefined }> {
    const { measure } = this.#chain;
    const meter = measure && new ConfidenceMeter(measure.window);
    for await (const event of run(this.#options(budget), this.#controls, this.#overseer())) {
      if (event.type === 'finish') return { result: event.result, meter };
      if (event.type === 'prompt') this.#prompted = true;
      this.#stage.emit(this.#tagged(event));
      if (event.type !== 'thinking-delta' || event.logprobs === undefined || meter === undefined) continue;
      const group = meter.add(event.logprobs);
      if (group !== undefined && measure?.least !== undefined && group < measure.least) this.stop();
    }
    throw new MullError('E_INTERNAL', 'A chain ended without a result.', { hint: 'Please report this.' });
  }

  /** As told by the chain alone, with its number; log-probabilities that only the strategy wanted stay with it. */
  #tagged(event: ThinkEvent): ThinkEvent {
    if (event.type !== 'thinking-delta' && event.type !== 'answer-delta')
      return { ...event, branch: this.#number } as ThinkEvent;
    const { logprobs, ...plain } = event;
    const wanted = this.#stage.options.logprobs !== undefined && logprobs !== undefined;
    return { ...plain, ...(wanted ? { logprobs } : {}), branch: this.#number };
  }

  #options(budget: BudgetFields): ThinkOptions {
    const { options, temperature, signal } = this.#stage;
    const { instruction, measure } = this.#chain;
    const { prompt, messages, ...rest } = options;
    const asked: readonly Message[] = messages ?? [{ role: 'user', content: prompt ?? '' }];
    const reported = Math.min(alternatives, options.engine.abilities.logprobs);
    return {
      ...rest,
      messages: instruction === undefined ? asked : withInstruction(asked, instruction),
      budget: readBudget(budget),
      sampling: { ...options.sampling, temperature: this.#chain.temperature ?? temperature },
      seed: this.#open.seed,
      signal,
      ...(measure === undefined ? {} : { logprobs: Math.max(1, reported, options.logprobs ?? 0) }),
    };
  }

  #overseer(): Overseer | undefined {
    const { pauses } = this.#chain;
    if (pauses === undefined) return undefined;
    const { probes, every, confidence = false } = pauses;
    return {
      forks: probes,
      ...(every === undefined ? {} : { every }),
      ...(confidence ? { logprobs: 1 } : {}),
      decide: (pause) =>
        new Promise((resume, refuse) => {
          const leave = (): void =>
            refuse(new MullError('E_ABORTED', 'The chain was stopped.', { hint: 'Nothing to repair.' }));
          if (this.#stopped || this.#stage.signal.aborted) return leave();
          this.#stage.signal.addEventListener('abort', leave, { once: true });
          this.#pause = {
            seen: pause,
            leave,
            resume: (direction) => {
              this.#stage.signal.removeEventListener('abort', leave);
              resume(direction);
            },
          };
          const { at, thinking, thinkingTokens, suppressions } = pause;
          this.#settle?.({ type: 'held', branch: this.#open.branch, at, thinking, thinkingTokens, suppressions });
        }),
    };
  }
}

/** The conversation with a text behind its last question, after a blank line. */
function withInstruction(messages: readonly Message[], instruction: string): readonly Message[] {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  return messages.map((message, index) => {
    if (index !== last) return message;
    const { content } = message;
    const behind = `\n\n${instruction}`;
    return {
      ...message,
      content: typeof content === 'string' ? content + behind : [...content, { type: 'text' as const, text: behind }],
    };
  });
}
