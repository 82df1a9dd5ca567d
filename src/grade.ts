/**
 * `mull/grade`: is this answer right? Pure TypeScript without a model: runs in a browser. `judge` asks one, if wanted.
 *
 * This file is the whole public surface; anything added here is a promise.
 *
 * @module
 */
export { type Equality, equate } from './grade/compare/equate.ts';
export { explainVerdict } from './grade/explain.ts';
export { extract } from './grade/extract/extract.ts';
export type { Extraction, ExtractionRule, Wanted } from './grade/extract/extraction.ts';
export { grade } from './grade/grade.ts';
export { type GradedLine, gradeLines } from './grade/grade-lines.ts';
export { type JudgeOptions, judge } from './grade/judge.ts';
export { limits as gradeLimits } from './grade/limits.ts';
export { defaultGradeOptions, type GradeOptions } from './grade/options.ts';
export type { Reading } from './grade/read/read-answer.ts';
export type { Verdict } from './grade/verdict.ts';
