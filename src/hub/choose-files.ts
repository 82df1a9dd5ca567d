import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import { formatHubSpec } from './format-hub-spec.ts';
import { isModelFile, parseGgufName, quantisationOf } from './gguf-name.ts';
import type { HubSpec } from './hub-spec.ts';

/** Taken in this order where none is asked for, as llama.cpp does (common/download.cpp, find_best_model). */
const preferred = ['Q4_K_M', 'Q8_0'];
const mostListed = 8;

/**
 * The files of the model that is meant, the first part first.
 *
 * Where no file is named: Q4_K_M, else Q8_0, else the only model there is. Where that leaves several, mull asks instead
 * of taking the first: it might be the one of 60 gigabytes.
 *
 * @param paths - every path of the repository
 * @throws E_HUB_NOT_FOUND, E_OPTION_INVALID where several fit
 */
export function chooseFiles(paths: readonly string[], spec: HubSpec): readonly string[] {
  const models = groupByModel(paths);
  if (spec.file !== undefined) return named(models, paths, spec, spec.file);
  const candidates = [...models.values()].filter((model) => isModelFile(model.name));
  if (candidates.length === 0) {
    throw new MullError('E_HUB_NOT_FOUND', `${spec.repo} has no .gguf file.`, {
      hint: 'Look for a repository with GGUF files: their names usually end in GGUF.',
    });
  }
  if (spec.quantisation !== undefined) {
    const fitting = ofQuantisation(candidates, spec.quantisation);
    if (fitting.length > 0) return whole(onlyOne(fitting, spec), spec);
    throw new MullError('E_HUB_NOT_FOUND', `${spec.repo} has no ${spec.quantisation} file.`, {
      hint: `It has ${listed(candidates)}.`,
    });
  }
  const best = preferred.map((label) => ofQuantisation(candidates, label)).find((fitting) => fitting.length > 0);
  return whole(onlyOne(best ?? candidates, spec), spec);
}

/** One model of a repository: one file, or the parts of a split one. */
interface RepoModel {
  /** The path of its first part, whether that is there or not. */
  readonly name: string;
  readonly parts: number;
  readonly files: Map<number, string>;
}

function groupByModel(paths: readonly string[]): ReadonlyMap<string, RepoModel> {
  const models = new Map<string, RepoModel>();
  for (const path of [...paths].sort()) {
    const parsed = parseGgufName(path);
    if (!parsed) continue;
    const { stem, part, parts } = parsed;
    const key = parts === 1 ? stem : `${stem}/${parts}`;
    const name = parts === 1 ? path : `${stem}-${padded(1)}-of-${padded(parts)}.gguf`;
    const model = models.get(key) ?? { name, parts, files: new Map<number, string>() };
    model.files.set(part, path);
    models.set(key, model);
  }
  return models;
}

function named(
  models: ReadonlyMap<string, RepoModel>,
  paths: readonly string[],
  spec: HubSpec,
  file: string,
): readonly string[] {
  const found = paths.find((path) => path === file) ?? paths.find((path) => path.toLowerCase() === file.toLowerCase());
  for (const model of models.values()) {
    if (found !== undefined && [...model.files.values()].includes(found)) return whole(model, spec);
  }
  const ggufs = paths.filter((path) => parseGgufName(path) !== undefined);
  const inFolder = ggufs.find((path) => path.toLowerCase().endsWith(`/${file.toLowerCase()}`));
  const near = inFolder ?? nearestName(file, ggufs);
  throw new MullError('E_HUB_NOT_FOUND', `${spec.repo} has no file ${file}.`, {
    hint:
      near !== undefined
        ? `Did you mean ${formatHubSpec({ ...spec, file: near })}?`
        : ggufs.length > 0
          ? `It has ${listed([...models.values()])}.`
          : 'It has no .gguf file at all; repositories with GGUF files usually say so in their names.',
  });
}

/** Those whose label is the one asked for; where there are none, those whose path has it as a word. */
function ofQuantisation(models: readonly RepoModel[], asked: string): readonly RepoModel[] {
  const exact = models.filter((model) => quantisationOf(model.name) === asked.toUpperCase());
  if (exact.length > 0) return exact;
  const word = new RegExp(`(?:^|[^A-Za-z0-9])${asked}(?![A-Za-z0-9_])`, 'i');
  return models.filter((model) => word.test(model.name));
}

function onlyOne(models: readonly RepoModel[], spec: HubSpec): RepoModel {
  const [first, ...others] = models;
  if (first && others.length === 0) return first;
  throw new MullError('E_OPTION_INVALID', `${formatHubSpec(spec)} could be any of ${models.length} models.`, {
    hint: `Name one: ${listed(models)}.`,
  });
}

function whole(model: RepoModel, spec: HubSpec): readonly string[] {
  const files: string[] = [];
  for (let part = 1; part <= model.parts; part += 1) {
    const file = model.files.get(part);
    if (file === undefined) {
      throw new MullError(
        'E_HUB_NOT_FOUND',
        `Part ${part} of ${model.parts} of ${model.name} is not in ${spec.repo}.`,
        {
          hint: 'Its upload may be unfinished, or the repository damaged; take another file.',
        },
      );
    }
    files.push(file);
  }
  return files;
}

function listed(models: readonly RepoModel[]): string {
  const names = models.slice(0, mostListed).map((model) => model.name);
  const rest = models.length - names.length;
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}

function padded(part: number): string {
  return String(part).padStart(5, '0');
}
