import type { Warning } from '../../../core/warning.ts';
import { breakUpControlText } from '../control-text.ts';

/** Makes texts of users safe to send, and keeps what there is to warn of. */
export class CleanText {
  #warnings: readonly Warning[] = [];

  /** The first warning of each kind; there is one kind. */
  get warnings(): readonly Warning[] {
    return this.#warnings;
  }

  clean(text: string): string {
    const broken = breakUpControlText(text.replace(/\p{Surrogate}/gu, '\uFFFD'), []);
    if (this.#warnings.length === 0) this.#warnings = broken.warnings;
    return broken.text;
  }
}
