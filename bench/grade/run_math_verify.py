"""Runs Math-Verify on pairs of answers.

Reads JSON lines with gold, pred and opts from stdin; writes one line per pair with `equal`, then one with `seconds`.
Options of a pair are given to Math-Verify as its own tests give them.
"""

import json
import sys
import time

from math_verify import ExprExtractionConfig, LatexExtractionConfig, StringExtractionConfig, parse, verify

CONFIGS = {
    "latex": LatexExtractionConfig(),
    "expr": ExprExtractionConfig(),
    "NativeLetters": StringExtractionConfig(strings=("A", "B", "C", "D", "E", "F", "G", "H", "I", "J"), lowercase=False),
}


def as_latex(text):
    """A bare expression is found by the LaTeX rules only between dollar signs."""
    return text if "$" in text or "\\boxed" in text else f"${text}$"


def judge(pair):
    opts = pair.get("opts") or {}
    names = opts.get("match_types") or ["latex", "expr"]
    configs = [CONFIGS[name] for name in names if name in CONFIGS]
    options = {}
    precision = opts.get("precision")
    if isinstance(precision, list):
        precision = precision[0]
    # Values beyond 20 are tolerances of another grader, which Math-Verify has no option for.
    if isinstance(precision, int) and precision <= 20:
        options["float_rounding"] = precision
    if "allow_set_relation_comp" in opts:
        options["allow_set_relation_comp"] = opts["allow_set_relation_comp"]
    if "strict" in opts:
        options["strict"] = opts["strict"]
    gold, pred = pair["gold"], pair["pred"]
    if pair["kind"] == "expr" or "NativeLetters" in names:
        readings = [(gold, pred), (as_latex(gold), as_latex(pred))] if "NativeLetters" not in names else [(gold, pred)]
    else:
        readings = [(gold, pred)]
    for left, right in readings:
        expected = parse(left, extraction_config=configs)
        if not expected and "$" not in left:
            expected = parse(as_latex(left), extraction_config=configs)
        if verify(expected, parse(right, extraction_config=configs), **options):
            return True
    return False


def main():
    pairs = [json.loads(line) for line in sys.stdin if line.strip()]
    for pair in pairs[:10]:
        judge(pair)
    started = time.perf_counter()
    for pair in pairs:
        try:
            equal = judge(pair)
        except Exception as error:
            print(json.dumps({"equal": False, "error": str(error)}))
            continue
        print(json.dumps({"equal": bool(equal)}))
    print(json.dumps({"seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main()
