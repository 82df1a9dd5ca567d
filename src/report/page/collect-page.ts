import type { RunPlan } from '../../core/run-plan.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { compress } from './compress.ts';
import {
  type PageQuestion,
  type PageRun,
  type PageText,
  pageEndings,
  pageStatuses,
  samplesPerChunk,
} from './page-data.ts';

/** Gathers the samples of a run for a page, their texts compressed piece by piece as they come. */
export interface PageCollector {
  add(record: RunRecord): Promise<void>;
  /** Call it once, after the last record. */
  finish(label: string): Promise<CollectedRun>;
}

export interface CollectedRun {
  readonly run: PageRun;
  /** Compressed texts, {@link samplesPerChunk} samples each. */
  readonly chunks: readonly string[];
  readonly canaries: readonly string[];
}

/**
 * @param showConfidential - whether questions that must not become public, with thinking and answers, are kept anyway
 */
export function collectPage(plan: RunPlan, { showConfidential }: { showConfidential: boolean }): PageCollector {
  const confidential = plan.dataset.confidential === true && !showConfidential;
  const settings = new Map<string, number>();
  const questions = new Map<string, number>();
  const asked: PageQuestion[] = [];
  const canaries = new Set<string>();
  const chunks: string[] = [];
  let texts: PageText[] = [];
  const columns = {
    question: [] as number[],
    setting: [] as number[],
    sample: [] as number[],
    status: [] as number[],
    thinking: [] as number[],
    answer: [] as number[],
    cuts: [] as number[],
    waits: [] as number[],
    ending: [] as number[],
    seconds: [] as number[],
    extracted: [] as string[],
  };
  return {
    async add(record) {
      const { question, forced, tokens, receipt } = record;
      const times = (kind: string): number => forced.filter((mark) => mark.kind === kind).length;
      columns.question.push(
        numbered(questions, question.id, () =>
          asked.push(confidential ? withoutText(question) : pageQuestion(question)),
        ),
      );
      columns.setting.push(numbered(settings, record.setting));
      columns.sample.push(record.sample);
      columns.status.push(pageStatuses.indexOf(record.status));
      columns.thinking.push(tokens.thinking);
      columns.answer.push(tokens.answer);
      columns.cuts.push(times('cut'));
      columns.waits.push(times('wait'));
      columns.ending.push(Math.max(0, pageEndings.indexOf(receipt?.endedBy ?? '')));
      columns.seconds.push(Math.round(record.seconds * 1000) / 1000);
      columns.extracted.push(confidential ? '' : (record.extraction?.text ?? ''));
      if (!confidential && question.canary !== undefined) canaries.add(question.canary);
      texts.push(confidential ? hiddenText(record) : pageText(record));
      if (texts.length < samplesPerChunk) return;
      const full = texts;
      texts = [];
      chunks.push(await compress(full));
    },
    async finish(label) {
      if (texts.length > 0) chunks.push(await compress(texts));
      return {
        run: { label, settings: [...settings.keys()], questions: asked, confidential, samples: columns },
        chunks,
        canaries: [...canaries],
      };
    },
  };
}

function numbered(known: Map<string, number>, name: string, onNew: () => void = () => {}): number {
  const found = known.get(name);
  if (found !== undefined) return found;
  known.set(name, known.size);
  onNew();
  return known.size - 1;
}

function pageQuestion({ id, text, gold, level, subject }: RunRecord['question']): PageQuestion {
  return { id, text, gold, ...(level === undefined ? {} : { level }), ...(subject === undefined ? {} : { subject }) };
}

function withoutText(question: RunRecord['question']): PageQuestion {
  return { ...pageQuestion(question), text: '', gold: '' };
}

function pageText(record: RunRecord): PageText {
  const { thinking, answer, forced, extraction, verdict, receipt, error, branches, seed, attempts } = record;
  return {
    thinking,
    answer,
    forced,
    seed,
    attempts,
    ...(extraction ? { rule: extraction.rule } : {}),
    ...(verdict ? { reason: verdict.reason } : {}),
    ...(receipt && receipt.warnings.length > 0
      ? { warnings: receipt.warnings.map(({ code, message }) => `${code} ${message}`) }
      : {}),
    ...(error ? { error } : {}),
    ...(branches
      ? {
          branches: branches.map((each) => ({
            branch: each.branch,
            state: each.state,
            answer: each.answer,
            thinking: each.thinking,
          })),
        }
      : {}),
  };
}

function hiddenText(record: RunRecord): PageText {
  const { seed, attempts, error } = record;
  return { thinking: '', answer: '', forced: [], seed, attempts, ...(error ? { error } : {}) };
}
