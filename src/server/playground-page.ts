import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MullError } from '../core/mull-error.ts';

/**
 * The page at `/`, read once. It may run its own script, use its own style and ask its own server, and nothing else:
 * whatever a prompt or a model writes cannot become script, should it ever get into the page as more than text.
 *
 * @throws (by the function returned) E_NOT_FOUND in a clone that was not built
 */
export function playgroundPage(): () => Promise<Response> {
  let page: Promise<{ readonly html: string; readonly policy: string }> | undefined;
  return async () => {
    page ??= readPage();
    const { html, policy } = await page;
    return new Response(html, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-cache',
      },
    });
  };
}

async function readPage(): Promise<{ readonly html: string; readonly policy: string }> {
  const file = join('dist', 'playground.html');
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, file)) && dirname(folder) !== folder) folder = dirname(folder);
  if (!existsSync(join(folder, file))) {
    throw new MullError('E_NOT_FOUND', 'The playground was not built.', { hint: 'Run: npm run build' });
  }
  const html = await readFile(join(folder, file), 'utf8');
  return { html, policy: policyOf(html) };
}

function policyOf(html: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashesOf(html, 'script')}`,
    `style-src ${hashesOf(html, 'style')}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What stands inside the elements of a name, as a policy names it. */
function hashesOf(html: string, element: 'script' | 'style'): string {
  const texts = [...html.matchAll(new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}>`, 'g'))];
  return texts.map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
}
