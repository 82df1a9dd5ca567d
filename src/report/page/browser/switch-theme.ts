import { isTyping } from './is-typing.ts';

/** Light and dark by the button in the head or the key t; as the system has it until then. */
export function switchTheme(document: Document): void {
  const page = document.documentElement;
  const button = document.getElementById('theme');
  const isDark = (): boolean =>
    page.dataset.theme === undefined
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : page.dataset.theme === 'dark';
  const turn = (): void => {
    page.dataset.theme = isDark() ? 'light' : 'dark';
  };
  button?.removeAttribute('hidden');
  button?.addEventListener('click', turn);
  document.addEventListener('keydown', (event) => {
    if (event.key === 't' && !isTyping(event) && !event.ctrlKey && !event.metaKey && !event.altKey) turn();
  });
}
