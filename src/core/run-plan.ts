import type { BudgetFields } from './budget.ts';

/** One point of a sweep: how every question is put, and how many of them how often. */
export interface RunSetting {
  /** Unique in its run, `max=500 waits=2`; `natural end` where nothing is bounded. */
  readonly name: string;
  readonly budget: BudgetFields;
  /** How a question becomes an answer: `think`, one chain under the budget, or a strategy in its text form. */
  readonly method: string;
  /** Where it is not the one of the run. */
  readonly temperature?: number;
  /** Which words about the length of thinking stand in the prompt, `token 2048`; absent: none. */
  readonly prompt?: string;
  /** The first so many questions of the plan. */
  readonly questions: number;
  /** Of each question. */
  readonly samples: number;
}

/** Where the questions of a run come from. */
export interface RunDataset {
  readonly name: string;
  /** `hf:owner/name:file`, the path of a file as it was given, `pebble`, `standard input`, `lm-evaluation-harness`. */
  readonly source: string;
  /** Commit of the repository it came from. */
  readonly revision?: string;
  /** SHA-256 of the bytes that were read, hexadecimal. */
  readonly hash: string;
  /** Questions it has after filtering, before the limit. */
  readonly size: number;
  /**
   * Whether its authors ask that its questions are not shown in plain in public. Reports leave out what would: the
   * question, the thinking and the answer, unless they are told otherwise.
   */
  readonly confidential?: boolean;
}

/** One command that worked on a run. */
export interface RunSession {
  readonly startedAt: string;
  /** Absent while it works, and where it was killed. */
  readonly endedAt?: string;
  readonly engine: RunEngine;
  readonly versions: { readonly mull: string; readonly node: string };
  readonly concurrency: number;
}

/** The engine as it was found, so that figures of unlike engines are never taken for one another's. */
export interface RunEngine {
  readonly id: string;
  readonly model: string;
  readonly contextSize: number;
  /** Of the thinking format and how it was found. */
  readonly thinking: { readonly name: string; readonly foundBy: string };
  /** As `Abilities` of the engine say. */
  readonly abilities: Readonly<Record<string, unknown>>;
}

/** A figure of a paper, to be printed beside ours. */
export interface PublishedFigure {
  /** What was evaluated, `s1-32B`. */
  readonly model: string;
  /** As the source calls it, `Wait 2x`. */
  readonly label: string;
  /** The setting of a plan it is to be compared with; absent: none in particular. */
  readonly setting?: string;
  /** In percent, as printed. */
  readonly accuracy: number;
  /** Mean thinking tokens, where the source gives them. */
  readonly tokens?: number;
  /** `arXiv 2501.19393, Table 5`. */
  readonly source: string;
}

/**
 * The header of a run, written before its first record: everything that decides what is asked of whom. What was done
 * so far follows from the records.
 */
export interface RunPlan {
  readonly format: 'mull run';
  readonly version: 1;
  /** Name of its folder. */
  readonly id: string;
  readonly createdAt: string;
  readonly dataset: RunDataset;
  /** Of every question in the order they are asked: id, and the first 16 digits of the SHA-256 of question and gold. */
  readonly questions: readonly (readonly [id: string, hash: string])[];
  readonly settings: readonly RunSetting[];
  /** What the samples' seeds are drawn from. */
  readonly seed: number;
  readonly sampling: Readonly<Record<string, number>>;
  readonly system?: string;
  /** What is asked, with `{question}` in it; absent: the question alone. */
  readonly prompt?: string;
  /** Conventions of the grader, as `GradeOptions`; empty: its defaults. */
  readonly grading: Readonly<Record<string, unknown>>;
  /** The engine that was asked for; what was found stands in the sessions. */
  readonly engine: { readonly id: string; readonly model: string };
  readonly published: readonly PublishedFigure[];
  /** `USD`; absent without a price table. */
  readonly currency?: string;
  readonly sessions: readonly RunSession[];
}
