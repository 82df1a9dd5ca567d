import type { RelationOperator, SetOperator } from '../tree/node.ts';

/** Functions by every name they go by, in LaTeX and in plain text. */
export const functionNames: ReadonlyMap<string, string> = new Map([
  ...'sin cos tan cot sec csc sinh cosh tanh coth exp ln max min gcd lcm det arg sqrt abs floor ceil sgn log'
    .split(' ')
    .map((name): [string, string] => [name, name]),
  ['arcsin', 'asin'],
  ['arccos', 'acos'],
  ['arctan', 'atan'],
  ['arccot', 'acot'],
  ['arcsec', 'asec'],
  ['arccsc', 'acsc'],
  ['asin', 'asin'],
  ['acos', 'acos'],
  ['atan', 'atan'],
  ['tg', 'tan'],
  ['ctg', 'cot'],
  ['cosec', 'csc'],
  ['arctg', 'atan'],
  ['lg', 'lg'],
  ['sign', 'sgn'],
  ['ceiling', 'ceil'],
  ['binom', 'binomial'],
  ['binomial', 'binomial'],
  ['cbrt', 'cbrt'],
  ['Re', 're'],
  ['Im', 'im'],
  ['Arg', 'arg'],
  ['cis', 'cis'],
]);

/** Functions whose inverse `f^{-1}` means. */
export const inverses: ReadonlyMap<string, string> = new Map(
  ['sin', 'cos', 'tan', 'cot', 'sec', 'csc'].map((name): [string, string] => [name, `a${name}`]),
);

export const greekLetters: ReadonlySet<string> = new Set(
  (
    'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi omicron rho varrho ' +
    'sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega ' +
    'hbar ell partial nabla'
  ).split(' '),
);

export const relationOperators: ReadonlyMap<string, RelationOperator> = new Map([
  ['=', '='],
  ['!=', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['~', '~'],
  ['in', 'in'],
  ['==', '=='],
  ['=>', '=>'],
]);

export const setOperators: ReadonlyMap<string, SetOperator> = new Map([
  ['union', 'union'],
  ['intersection', 'intersection'],
  ['difference', 'difference'],
]);

/** LaTeX commands that stand for one symbol of ours. */
export const symbolCommands: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '*': 'cdot times ast star cdotp bullet',
    '/': 'div',
    '±': 'pm',
    '∓': 'mp',
    '<=': 'le leq leqslant leqq',
    '>=': 'ge geq geqslant geqq',
    '<': 'lt',
    '>': 'gt',
    '!=': 'ne neq',
    '~': 'approx sim simeq cong doteq approxeq',
    '==': 'equiv',
    '=>': 'Rightarrow implies to rightarrow longrightarrow Longrightarrow mapsto iff Leftrightarrow',
    in: 'in',
    union: 'cup bigcup',
    intersection: 'cap bigcap',
    difference: 'setminus backslash smallsetminus',
    deg: 'circ degree textdegree',
    "'": 'prime',
    '|': 'vert lvert rvert mid',
    '||': 'Vert lVert rVert parallel',
    '...': 'ldots dots cdots dotsc dotsb dotsm',
    '\\{': 'lbrace',
    '\\}': 'rbrace',
    '(': 'langle lparen',
    ')': 'rangle rparen',
    '[': 'lbrack',
    ']': 'rbrack',
    ':': 'colon',
    floor: 'lfloor',
    'end-floor': 'rfloor',
    ceil: 'lceil',
    'end-ceil': 'rceil',
    and: 'land wedge',
    or: 'lor vee',
    ',': 'null',
  }).flatMap(([symbol, commands]) => commands.split(' ').map((command): [string, string] => [command, symbol])),
);

/** Commands that only move or size what they stand before. */
const layoutCommands: ReadonlySet<string> = new Set(
  (
    'left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle ' +
    'scriptstyle limits nolimits quad qquad thinspace enspace hfill hline cdashline noindent mathstrut strut ' +
    'normalsize large Large small centering rm bf it sf tt cal nonumber notag allowbreak smash'
  ).split(' '),
);

/** Commands whose argument is words. */
const textCommands: ReadonlySet<string> = new Set(
  'text mbox textbf textit textrm textnormal mathrm operatorname textsf texttt hbox mathtt textsc emph textup'.split(
    ' ',
  ),
);

/** Commands that only change the look of their argument. */
const fontCommands: ReadonlySet<string> = new Set(
  (
    'mathbf boldsymbol bm mathit mathsf mathcal mathfrak mathscr pmb bold underline fbox framebox boxed mathop ' +
    'ensuremath displaylimits vec overrightarrow overleftarrow underbrace overbrace cancel bcancel'
  ).split(' '),
);

/** Marks over a letter that make it another letter. */
const accentCommands: ReadonlySet<string> = new Set(
  'hat bar tilde dot ddot widehat widetilde overline check breve'.split(' '),
);

/** What the reader makes of a command. */
type CommandKind = 'symbol' | 'layout' | 'font' | 'letter' | 'text' | 'accent' | 'begin' | 'end';

/** Every command above by name; others take arguments or are names. */
export const commandKinds: ReadonlyMap<string, CommandKind> = new Map<string, CommandKind>([
  ...[...accentCommands].map((name): [string, CommandKind] => [name, 'accent']),
  ...[...textCommands].map((name): [string, CommandKind] => [name, 'text']),
  ...['pi', ...greekLetters].map((name): [string, CommandKind] => [name, 'letter']),
  ...[...fontCommands].map((name): [string, CommandKind] => [name, 'font']),
  ...[...layoutCommands].map((name): [string, CommandKind] => [name, 'layout']),
  ...[...symbolCommands.keys()].map((name): [string, CommandKind] => [name, 'symbol']),
  ['begin', 'begin'],
  ['end', 'end'],
]);

/** Words around a value that say nothing about it. */
export const fillerWords: ReadonlySet<string> = new Set(
  'approximately about roughly exactly around nearly almost only just total the a an is are equals equal'.split(' '),
);

/** Words that open a condition on what stands before them. */
export const conditionWords: ReadonlySet<string> = new Set('if for where when whenever with otherwise such'.split(' '));
