/**
 * Repairs what transport did to an answer, before it is read:
 *
 * - typographic characters become their LaTeX or ASCII forms (`x²`, `√2`, `½`, `−`, full-width digits);
 * - `\\frac` where `\frac` was meant (text that was escaped twice) loses one backslash;
 * - form feed + `rac` and backspace + `oxed` (JSON that was escaped too little) become commands again.
 */
export function clean(text: string): string {
  let cleaned = repairEscapes(text);
  if (cleaned.includes('\\\\')) cleaned = singleEscaped(cleaned);
  return isAscii(cleaned) ? cleaned : typographic(cleaned);
}

/** Form feeds, vertical tabs and backspaces, which JSON makes of `\\f`, `\\v` and `\\b`, become commands again. */
export function repairEscapes(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those characters are what is repaired
  if (!/[\f\x08\v]/.test(text)) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  return text.replaceAll('\f', '\\f').replaceAll('\v', '\\v').replace(/\x08/g, '\\b');
}

/** Commands long enough never to be a row break followed by letters. */
const twiceEscaped =
  /(?<!\\)\\\\(?=(?:[dtc]?frac|boxed|left|right|sqrt|text|mathrm|mathbf|begin|end|pi|cup|cap|infty|cdot|times|pm|leq?|geq?|neq?|angle|circ|theta|alpha|overline|binom|in|lfloor|rfloor|log|ln|sin|cos|tan|sum|ldots|approx|quad)(?![A-Za-z]))/g;

function singleEscaped(text: string): string {
  // In text escaped twice, brackets of math are doubled too, and row breaks are four backslashes.
  const single = text.replace(twiceEscaped, '\\');
  if (single === text) return text;
  return single.replace(/\\\\\\\\/g, '\\\\').replace(/(?<!\\)\\\\(?=[()[\]{},;!%$])/g, '\\');
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 126) return false;
  return true;
}

const characters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '−': '-',
    '–': '-',
    '—': '-',
    '‐': '-',
    '‑': '-',
    '×': '*',
    '·': '*',
    '⋅': '*',
    '∙': '*',
    '•': '*',
    '∗': '*',
    '÷': '/',
    '⁄': '/',
    '∕': '/',
    '≤': '<=',
    '⩽': '<=',
    '≥': '>=',
    '⩾': '>=',
    '≠': '!=',
    '≈': '\\approx ',
    '≅': '\\approx ',
    '≡': '\\equiv ',
    '∈': '\\in ',
    '∪': '\\cup ',
    '∩': '\\cap ',
    '∖': '\\setminus ',
    '∅': '\\emptyset ',
    ℝ: '\\mathbb{R}',
    ℤ: '\\mathbb{Z}',
    ℕ: '\\mathbb{N}',
    ℚ: '\\mathbb{Q}',
    ℂ: '\\mathbb{C}',
    '∞': '\\infty ',
    '√': '\\sqrt ',
    '∛': '\\sqrt[3]',
    '±': '\\pm ',
    '∓': '\\mp ',
    '°': '^\\circ ',
    º: '^\\circ ',
    '∠': '\\angle ',
    '△': '\\triangle ',
    '′': "'",
    '’': "'",
    '‘': "'",
    '“': '"',
    '”': '"',
    '…': '\\ldots ',
    '→': '\\to ',
    '⇒': '\\Rightarrow ',
    '⟹': '\\Rightarrow ',
    '⌊': '\\lfloor ',
    '⌋': '\\rfloor ',
    '⌈': '\\lceil ',
    '⌉': '\\rceil ',
    '∑': '\\sum ',
    '∏': '\\prod ',
    '½': '\\frac{1}{2}',
    '⅓': '\\frac{1}{3}',
    '⅔': '\\frac{2}{3}',
    '¼': '\\frac{1}{4}',
    '¾': '\\frac{3}{4}',
    '⅕': '\\frac{1}{5}',
    '⅖': '\\frac{2}{5}',
    '⅗': '\\frac{3}{5}',
    '⅘': '\\frac{4}{5}',
    '⅙': '\\frac{1}{6}',
    '⅚': '\\frac{5}{6}',
    '⅛': '\\frac{1}{8}',
    '⅜': '\\frac{3}{8}',
    '⅝': '\\frac{5}{8}',
    '⅞': '\\frac{7}{8}',
    '。': '. ',
    '、': ', ',
    '，': ', ',
    '؛': '; ',
    '،': ', ',
    '\u200b': '',
    '\ufeff': '',
    '¬': '\\neg ',
    α: '\\alpha ',
    β: '\\beta ',
    γ: '\\gamma ',
    δ: '\\delta ',
    ε: '\\epsilon ',
    θ: '\\theta ',
    λ: '\\lambda ',
    μ: '\\mu ',
    µ: '\\mu ',
    ν: '\\nu ',
    π: '\\pi ',
    ρ: '\\rho ',
    σ: '\\sigma ',
    τ: '\\tau ',
    φ: '\\phi ',
    ϕ: '\\phi ',
    χ: '\\chi ',
    ψ: '\\psi ',
    ω: '\\omega ',
    Δ: '\\Delta ',
    Ω: '\\Omega ',
    Σ: '\\Sigma ',
    Φ: '\\Phi ',
    ℏ: '\\hbar ',
  }),
);

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ';
const raisedPlain = '0123456789+-()ni';
const lowered = '₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙᵢ';
const loweredPlain = '0123456789+-()ni';

function typographic(text: string): string {
  // m² and cm³ behind a number are units, however close they stand.
  const measured = text.replace(/(\d)\s?([kcm]?m)([²³])(?![A-Za-z])/g, '$1 \\text{$2}$3');
  const parts: string[] = [];
  let script: '^' | '_' | undefined;
  for (const character of measured) {
    const up = raised.indexOf(character);
    const down = up < 0 ? lowered.indexOf(character) : -1;
    const wanted = up >= 0 ? '^' : down >= 0 ? '_' : undefined;
    if (wanted !== script) {
      if (script !== undefined) parts.push('}');
      if (wanted !== undefined) parts.push(wanted, '{');
      script = wanted;
    }
    if (up >= 0) parts.push(raisedPlain[up] ?? '');
    else if (down >= 0) parts.push(loweredPlain[down] ?? '');
    else if (character.codePointAt(0)! < 127) parts.push(character);
    else parts.push(characters.get(character) ?? character.normalize('NFKC'));
  }
  if (script !== undefined) parts.push('}');
  return parts.join('').replace(/\\sqrt\s+(\d+|\w)/g, '\\sqrt{$1}');
}
