import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';

/** Which part of a repository of data is meant. */
export interface DataChoice {
  /** `owner/name`. */
  readonly repo: string;
  readonly config?: string;
  readonly split?: string;
  /** The path of a file; beats config and split. */
  readonly file?: string;
}

const dataFile = /\.(?:parquet|jsonl|ndjson|json|csv|tsv)$/i;
const mostListed = 8;

/** Whether a path may hold rows; what describes a repository instead does not. */
export function isDataFile(path: string): boolean {
  return dataFile.test(path) && !/(?:^|\/)(?:dataset_infos?|README|\.[^/]+)[^/]*$/i.test(path);
}

/**
 * The files that hold the rows meant, the parts of a split file in their order.
 *
 * Repositories name parts and splits in paths (`main/test-00000-of-00001.parquet`, `data/test.jsonl`,
 * `gpqa_diamond.csv`). Where what was asked for leaves more than one file, mull asks instead of mixing them.
 *
 * @param paths - every path of the repository
 * @throws E_HUB_NOT_FOUND, E_OPTION_INVALID where several fit
 */
export function chooseDataFiles(paths: readonly string[], choice: DataChoice): readonly string[] {
  const { repo, config, split, file } = choice;
  const candidates = paths.filter(isDataFile).sort();
  if (candidates.length === 0) {
    throw new MullError('E_HUB_NOT_FOUND', `${repo} has no file of rows that mull can read.`, {
      hint: 'mull reads Parquet, JSONL, JSON and CSV.',
    });
  }
  if (file !== undefined) {
    if (candidates.includes(file)) return [file];
    const near = nearestName(file, candidates);
    throw notFound(repo, `file ${file}`, candidates, near);
  }
  const ofConfig = config === undefined ? candidates : candidates.filter((path) => mentions(path, config));
  if (ofConfig.length === 0) throw notFound(repo, `part "${config}"`, candidates);
  const ofSplit = split === undefined ? ofConfig : ofConfig.filter((path) => mentions(path, split));
  // One file without the name of a split in its path is all there is: `gpqa_diamond.csv`.
  const fitting = ofSplit.length > 0 || new Set(ofConfig.map(withoutPart)).size > 1 ? ofSplit : ofConfig;
  if (fitting.length === 0) throw notFound(repo, `split "${split}"`, ofConfig);
  const whole = new Set(fitting.map(withoutPart));
  if (whole.size === 1) return fitting;
  throw new MullError('E_OPTION_INVALID', `${repo} has several files of rows: ${listed([...whole])}.`, {
    hint: 'Say which one: `config`, `split` or `file` in a recipe, or hf:owner/name:FILE.',
  });
}

/** Whether a folder or a word of the file's name is the one meant. */
function mentions(path: string, name: string): boolean {
  const stem = withoutPart(path).replace(/\.[^./]+$/, '');
  return stem.split('/').some((segment) => segment === name || segment.split(/[-.]/).includes(name));
}

function withoutPart(path: string): string {
  return path.replace(/-\d{5}-of-\d{5}/, '');
}

function notFound(repo: string, what: string, paths: readonly string[], near?: string): MullError {
  return new MullError('E_HUB_NOT_FOUND', `${repo} has no ${what}.`, {
    hint: near === undefined ? `It has ${listed(paths)}.` : `Did you mean "${near}"?`,
  });
}

function listed(paths: readonly string[]): string {
  return `${paths.slice(0, mostListed).join(', ')}${paths.length > mostListed ? ', ...' : ''}`;
}
