/**
 * What differs between the generations of Claude.
 *
 * https://platform.claude.com/docs/en/build-with-claude/thinking and .../extended-thinking;
 * https://github.com/stippi/code-assistant/pull/119, https://github.com/pydantic/pydantic-ai/pull/7991 and
 * https://github.com/checkmarble/llmberjack/pull/14 quote them.
 */
export interface ClaudeRules {
  /** `thinking: {type: 'enabled', budget_tokens}`: until 4.6. */
  readonly manual: boolean;
  /** `thinking: {type: 'adaptive'}` and `output_config.effort`: from 4.6 on. */
  readonly adaptive: boolean;
  /** Thinks without being asked: from 5 on. */
  readonly byDefault: boolean;
  /** A final assistant message is continued: until 4.5. https://github.com/router-for-me/CLIProxyAPI/issues/5319 */
  readonly prefill: boolean;
  /** The text of thinking is shown without being asked for: until 4.6. */
  readonly shown: boolean;
  /** `temperature`, `top_p` and `top_k` are taken: until 4.6. */
  readonly sampling: boolean;
}

/** The rules for a model name; undefined where it names no Claude. */
export function claudeRules(name: string): ClaudeRules | undefined {
  const generation = generationOf(name);
  if (generation === undefined) return undefined;
  return {
    manual: generation < 4.7,
    adaptive: generation >= 4.6,
    byDefault: generation >= 5,
    prefill: generation < 4.6,
    shown: generation < 4.7,
    sampling: generation < 4.7,
  };
}

/** 4.5 of `claude-haiku-4-5-20251001`, 4 of `claude-sonnet-4-20250514`, 3.7 of `claude-3-7-sonnet-latest`. */
function generationOf(name: string): number | undefined {
  const match =
    name.match(/^claude-[a-z]+-(\d{1,2})(?:-(\d{1,2}))?(?:-|$)/) ?? name.match(/^claude-(\d)(?:-(\d))?-[a-z]+/);
  return match === null ? undefined : Number(`${match[1]}.${match[2] ?? 0}`);
}
