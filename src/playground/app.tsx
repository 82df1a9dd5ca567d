import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { drawPebbleQuestion } from '../dataset/draw-pebble-question.ts';
import { solvePebbleQuestion } from '../dataset/solve-pebble-question.ts';
import { BudgetFields } from './budget-fields.tsx';
import { FirstSteps } from './first-steps.tsx';
import { readWhole } from './read-whole.ts';
import { RunPanel } from './run-panel.tsx';
import { type BudgetSettings, budgetFields, readSettings, type Settings, writeSettings } from './settings.ts';
import { ThemeToggle } from './theme-toggle.tsx';
import { isRunning, type RunHandle, useRun } from './use-run.ts';
import { type ServerFacts, useServer } from './use-server.ts';

/** What a run was started with; the fields may have moved on since. */
interface Started {
  readonly question: string;
  readonly budgets: readonly BudgetSettings[];
  /** The right answer, where it is a question of pebble's. */
  readonly solution: number | undefined;
}

export function App(): JSX.Element {
  const [settings, setSettings] = useState<Settings>(() => readSettings(location.hash));
  const [key, setKey] = useState('');
  const [started, setStarted] = useState<Started>();
  const server = useServer(key);
  const runs: readonly [RunHandle, RunHandle] = [useRun(), useRun()];
  const change = (fields: Partial<Settings>): void => setSettings((before) => ({ ...before, ...fields }));

  useEffect(() => {
    history.replaceState(null, '', writeSettings(settings) || location.pathname + location.search);
  }, [settings]);
  useEffect(() => {
    const read = (): void => setSettings(readSettings(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);

  // Until the server has said what it serves, there is no model to ask for.
  const connected = server.model !== '' && server.trouble === undefined;
  const ready = settings.question.trim() !== '' && connected;
  const think = (chosen: Settings = settings): void => {
    const { question, budget: first, other, seed, temperature } = chosen;
    if (question.trim() === '' || !connected) return;
    const budgets = [first, ...(other ? [other] : [])];
    setStarted({ question, budgets, solution: solvePebbleQuestion(question) });
    for (const [index, run] of runs.entries()) {
      const budget = budgets[index];
      if (budget === undefined) {
        run.stop();
        continue;
      }
      run.start({ model: server.model, question, budget: budgetFields(budget), seed, temperature, key });
    }
  };

  const width = widthOf(runs, started?.budgets ?? []);

  return (
    <div class="page">
      <header class="top">
        <h1>
          mull <span>playground</span>
        </h1>
        <ServedBy server={server} />
        <ThemeToggle />
      </header>
      <main>
        <form
          class="ask"
          onSubmit={(event) => {
            event.preventDefault();
            think();
          }}
        >
          <Question settings={settings} server={server} change={change} think={think} />
          {(server.trouble === 'key' || key !== '') && <Key value={key} onChange={setKey} />}
          <div class="budgets">
            <BudgetFields
              legend={settings.other ? 'First budget' : 'Budget'}
              tone="a"
              alone={settings.other === undefined}
              budget={settings.budget}
              contextSize={server.contextSize}
              onChange={(budget) => change({ budget })}
            />
            {settings.other && (
              <BudgetFields
                legend="Second budget"
                tone="b"
                budget={settings.other}
                contextSize={server.contextSize}
                onChange={(other) => change({ other })}
                onRemove={() => {
                  runs[1].stop();
                  const { other, ...rest } = settings;
                  setSettings(rest);
                }}
              />
            )}
          </div>
          <div class="go">
            <button type="submit" class="primary" disabled={!ready}>
              {settings.other ? 'Think twice' : 'Think'}
            </button>
            {!settings.other && (
              <button type="button" onClick={() => change({ other: { ...settings.budget } })}>
                Compare with a second budget
              </button>
            )}
            <Drawing settings={settings} change={change} />
          </div>
        </form>
        {!started && (
          <FirstSteps
            disabled={!connected}
            onChoose={([budget, other]) => {
              const question = settings.question.trim() === '' ? drawnQuestion() : settings.question;
              const { other: before, ...rest } = settings;
              const chosen: Settings = { ...rest, question, budget, ...(other ? { other } : {}) };
              setSettings(chosen);
              think(chosen);
            }}
          />
        )}
        {started && (
          <div class={`runs count-${started.budgets.length}`}>
            {started.budgets.map((budget, index) => (
              <RunPanel
                key={index}
                tone={index === 0 ? 'a' : 'b'}
                alone={started.budgets.length === 1}
                run={runs[index]!}
                budget={budget}
                width={width}
                solution={started.solution}
              />
            ))}
          </div>
        )}
      </main>
    </div>
  );
}

/** One of the questions that the bundled model was made for. */
function drawnQuestion(): string {
  return drawPebbleQuestion({ seed: Math.floor(Math.random() * 2 ** 31) }).text;
}

function Question(props: {
  readonly settings: Settings;
  readonly server: ServerFacts;
  readonly change: (fields: Partial<Settings>) => void;
  readonly think: () => void;
}): JSX.Element {
  const { settings, change, think } = props;
  const id = useId();
  return (
    <div class="question">
      <label for={id}>Question</label>
      <button type="button" class="quiet" onClick={() => change({ question: drawnQuestion() })}>
        Draw a pebble question
      </button>
      <textarea
        id={id}
        rows={2}
        value={settings.question}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget: { value } }) => change({ question: value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          think();
        }}
      />
      <p class="hint" id={`${id}-hint`}>
        <kbd>Ctrl</kbd> <kbd>Enter</kbd> thinks. The address of this page keeps your settings.
      </p>
    </div>
  );
}

function Drawing(props: {
  readonly settings: Settings;
  readonly change: (fields: Partial<Settings>) => void;
}): JSX.Element {
  const { settings, change } = props;
  const id = useId();
  return (
    <details class="drawing" open={settings.seed !== 0 || settings.temperature !== 0}>
      <summary>Sampling</summary>
      <div>
        <label for={`${id}-temperature`}>Temperature</label>
        <input
          id={`${id}-temperature`}
          type="number"
          min="0"
          max="2"
          step="0.1"
          value={settings.temperature}
          onInput={({ currentTarget: { value } }) => {
            const temperature = Number(value);
            if (temperature >= 0 && temperature <= 2) change({ temperature });
          }}
        />
        <label for={`${id}-seed`}>Seed</label>
        <input
          id={`${id}-seed`}
          type="number"
          min="0"
          value={settings.seed}
          onInput={({ currentTarget: { value } }) => change({ seed: readWhole(value) ?? 0 })}
        />
      </div>
    </details>
  );
}

function Key({ value, onChange }: { readonly value: string; readonly onChange: (key: string) => void }): JSX.Element {
  const id = useId();
  return (
    <div class="key">
      <label for={id}>Key of this server</label>
      <input
        id={id}
        type="password"
        autocomplete="off"
        value={value}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <p class="hint" id={`${id}-hint`}>
        Forgotten when the page is closed.
      </p>
    </div>
  );
}

function ServedBy({ server: { model, trouble } }: { readonly server: ServerFacts }): JSX.Element {
  const words =
    trouble === 'key' ? 'wants a key' : trouble === 'unreachable' ? 'does not answer' : model || 'connecting …';
  return (
    <p class={`served ${trouble ?? ''}`} role="status">
      {words}
    </p>
  );
}

/** Both tapes have one scale: the largest bound, or the longest thinking, and a little room behind it. */
function widthOf(runs: readonly RunHandle[], budgets: readonly BudgetSettings[]): number {
  const lengths = budgets.flatMap(({ max = 0, min = 0 }, index) => {
    const state = runs[index]?.state;
    const used = state?.receipt?.thinkingTokens ?? state?.pace ?? 0;
    // While it runs, the scale grows in steps, so that it does not creep with every token.
    return [max, min, isRunning(state) ? 2 ** Math.ceil(Math.log2(Math.max(used * 1.1, 32))) : used];
  });
  return Math.max(...lengths, 16) * 1.04;
}
