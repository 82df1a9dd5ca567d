// Keys as hosts write them: OpenAI, Anthropic and OpenRouter `sk-`, Hugging Face `hf_`, Groq `gsk_`, xAI `xai-`, ...
const keys = /\b(?:sk|pk|rk|xai|gsk|hf|nvapi|AIza)[-_]?[A-Za-z0-9_-]{16,}/g;
const bearer = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi;
const named =
  /((?:api[-_]?key|authorization|x-api-key|token|secret|password)["']?\s*[:=]\s*["']?)([^\s"',;&]{7,}[^\s"',;&.])/gi;
const credentials = /(\w+:\/\/)[^\s/:@]+:[^\s/@]+@/g;

/** The text with everything that looks like a secret replaced by `[redacted]`. Idempotent. */
export function redact(text: string): string {
  return text
    .replace(credentials, '$1[redacted]@')
    .replace(bearer, '$1 [redacted]')
    .replace(keys, '[redacted]')
    .replace(named, (whole, label: string, value: string) =>
      value === '[redacted]' || value.startsWith('Bearer') || value.startsWith('Basic') ? whole : `${label}[redacted]`,
    );
}
