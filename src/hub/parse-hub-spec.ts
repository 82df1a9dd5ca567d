import { MullError } from '../core/mull-error.ts';
import type { HubSpec } from './hub-spec.ts';

const form = 'Write hf:owner/repo, hf:owner/repo:file.gguf or hf:owner/repo:Q4_K_M, and @revision behind it if needed.';
/** Letters, digits, `-`, `_` and `.`, with a letter or digit at both ends and neither `--` nor `..` inside. */
const repoPart = /^(?!.*(?:--|\.\.))[A-Za-z0-9](?:[\w.-]{0,94}[A-Za-z0-9_])?$/;
const revisionForm = /^[A-Za-z0-9_][\w./+-]*$/;
const quantisationForm = /^[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*$/;

/**
 * Reads `hf:owner/repo[:file.gguf][@revision]`. In place of a file a quantisation may stand, as llama.cpp's `-hf` takes
 * it. Whether any of it exists is not asked here.
 *
 * @throws E_OPTION_INVALID, naming the part that is wrong
 */
export function parseHubSpec(text: string): HubSpec {
  if (!text.startsWith('hf:')) throw refused(text, notPrefixed(text), hintFor(text));
  const [address, revision] = splitAtLast(text.slice('hf:'.length), '@');
  const colon = address.indexOf(':');
  const repo = colon < 0 ? address : address.slice(0, colon);
  const selector = colon < 0 ? undefined : address.slice(colon + 1);
  checkRepo(text, repo);
  checkRevision(text, revision);
  if (selector === undefined) return { repo, revision };
  if (/\.gguf$/i.test(selector)) return { repo, file: checkedFile(text, selector), revision };
  return { repo, quantisation: checkedQuantisation(text, selector), revision };
}

function checkRepo(text: string, repo: string): void {
  if (repo === '') throw refused(text, 'the repository is missing', form);
  const parts = repo.split('/');
  if (parts.length < 2) throw refused(text, `"${repo}" lacks its owner`, form);
  if (parts.length > 2) throw refused(text, `"${repo}" has more than owner and name`, hintFor(text));
  for (const part of parts) {
    if (!repoPart.test(part)) throw refused(text, `"${part}" cannot be the name of an owner or a repository`, form);
  }
}

function checkRevision(text: string, revision: string | undefined): void {
  if (revision === undefined) return;
  if (revision === '') throw refused(text, 'the revision behind @ is missing', form);
  if (revision.includes(':')) {
    throw refused(text, 'the revision does not come last', 'Write hf:owner/repo:file.gguf@revision.');
  }
  const segments = revision.split('/');
  // A revision names a file below refs/ in the cache: nothing may lead out of there.
  if (!revisionForm.test(revision) || segments.includes('') || segments.some((segment) => /^\.+$/.test(segment))) {
    throw refused(text, `"${revision}" cannot be a revision`, 'Give a branch, a tag or a commit.');
  }
}

function checkedFile(text: string, file: string): string {
  const segments = file.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..') || /[\\:\0]/.test(file)) {
    throw refused(text, `"${file}" is not a path inside a repository`, 'Give it as folder/file.gguf, from the top.');
  }
  return file;
}

function checkedQuantisation(text: string, selector: string): string {
  if (selector === '') throw refused(text, 'the file behind : is missing', form);
  if (quantisationForm.test(selector)) return selector;
  const isOther = /\.\w+$/.test(selector);
  throw refused(
    text,
    isOther ? `"${selector}" is not a .gguf file` : `"${selector}" is neither a .gguf file nor a quantisation`,
    isOther ? 'mull runs GGUF files; look for a repository whose name ends in GGUF.' : form,
  );
}

/** A file name may contain no @, so the last one always begins the revision. */
function splitAtLast(text: string, separator: string): [string, string | undefined] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function notPrefixed(text: string): string {
  return text.trim() === '' ? 'it is empty' : 'it does not begin with hf:';
}

/** What was probably meant, for addresses copied from a browser and repositories with a path behind them. */
function hintFor(text: string): string {
  const page =
    /^(?:https?:\/\/)?(?:huggingface\.co|hf\.co)\/([^/\s:]+\/[^/\s?#:]+)(?:\/(?:blob|resolve|tree)\/([^/\s]+)(?:\/([^\s?#]+\.gguf))?)?/i;
  const [, repo, revision, file] = page.exec(text) ?? [];
  if (repo) return `Write ${format(repo, file, revision)}.`;
  const [, pathRepo, path] = /^hf:(?:\/\/)?([^/:@\s]+\/[^/:@\s]+)(?:\/([^:@\s]+\.gguf))?/i.exec(text) ?? [];
  if (pathRepo) return `Write ${format(pathRepo, path, undefined)}.`;
  const [, bare] = /^([\w.-]+\/[\w.-]+(?::\S+)?)$/.exec(text) ?? [];
  return bare ? `Write hf:${bare}.` : form;
}

function format(repo: string, file: string | undefined, revision: string | undefined): string {
  const named = revision === undefined || revision === 'main' ? '' : `@${revision.replace(/%2F/gi, '/')}`;
  return `hf:${repo}${file === undefined ? '' : `:${file}`}${named}`;
}

function refused(text: string, reason: string, hint: string): MullError {
  return new MullError('E_OPTION_INVALID', `"${text}" does not name a model on the Hub: ${reason}.`, { hint });
}
