import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** Follows the system until told otherwise; remembers what it was told. */
export function ThemeToggle(): JSX.Element {
  const [theme, setTheme] = useState<Theme>(remembered);
  // Before anything is painted: no flash of other colours, and what was chosen is kept at once.
  useLayoutEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    remember(theme);
  }, [theme]);
  return (
    <div class="themes" role="radiogroup" aria-label="Colours">
      {themes.map((name) => (
        <label key={name} class={name === theme ? 'chosen' : ''}>
          <input type="radio" name="theme" value={name} checked={name === theme} onChange={() => setTheme(name)} />
          {name}
        </label>
      ))}
    </div>
  );
}

// Storage may be forbidden, which is no reason not to work.
function remembered(): Theme {
  try {
    return themes.find((name) => name === localStorage.getItem('mull-theme')) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem('mull-theme', theme);
  } catch {
    // It is forgotten with the page.
  }
}
