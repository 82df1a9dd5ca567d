import process from 'node:process';
import type { HttpEngine } from '../../adapter/http/http-engine.ts';
import type { LlamaEngine } from '../../adapter/llama/create-llama-engine.ts';
import { MullError } from '../../core/mull-error.ts';
import { drawPebbleQuestion } from '../../dataset/draw-pebble-question.ts';
import { engineFindings, settingFindings } from '../../doctor/engine-findings.ts';
import { countVerdicts, type Examination } from '../../doctor/examination.ts';
import type { Finding, Section } from '../../doctor/finding.ts';
import { machineFindings } from '../../doctor/machine-findings.ts';
import { measureEnds } from '../../doctor/measure-ends.ts';
import { modelFindings } from '../../doctor/model-findings.ts';
import type { Probe } from '../../doctor/probe.ts';
import { probeEngine } from '../../doctor/probe-engine.ts';
import { probeFindings } from '../../doctor/probe-findings.ts';
import { serverFindings } from '../../doctor/server-findings.ts';
import type { Engine } from '../../engine/engine.ts';
import { examinationLines } from '../../report/examination-lines.ts';
import { commandName } from '../command-name.ts';
import { gatherMachine, gatherPeers } from '../doctor/gather-machine.ts';
import { gatherFile, gatherGpu } from '../doctor/gather-model.ts';
import type { EngineFlags } from '../engine-options.ts';
import { defaultEngine, isServer } from '../engine-settings.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { listenForInterrupts } from '../interrupts.ts';
import { jsonLine } from '../json-line.ts';
import { terminalStyle } from '../terminal-style.ts';
import { withEngine } from '../with-engine.ts';

/** `mull doctor`: what works here, what does not, and what to do about it. */
export async function doctorCommand(flags: EngineFlags, json: boolean, host: Host): Promise<ExitCode> {
  const interrupts = listenForInterrupts(host);
  try {
    const examination = await examine(flags, host, interrupts.signal);
    const { warning, failed } = countVerdicts(examination.findings);
    const style = terminalStyle(host, host.output);
    const lines = examinationLines(examination, style);
    if ((flags.engine ?? defaultEngine) === defaultEngine) {
      // A command is there to be copied: it is never wrapped.
      lines.push(
        style.paint('faint', 'This was the bundled model. For another one:'),
        style.paint('faint', `  ${commandName(host)} doctor --engine FILE.gguf`),
      );
    }
    await host.output.write(json ? jsonLine({ ...examination, warning, failed }) : `${lines.join('\n')}\n`);
    return failed > 0 ? exitCodes.negative : exitCodes.success;
  } finally {
    interrupts.stop();
  }
}

async function examine(flags: EngineFlags, host: Host, signal: AbortSignal): Promise<Examination> {
  const { engine: specification = defaultEngine } = flags;
  const machine = gatherMachine();
  const findings: Finding[] = [];
  let probe: Probe | undefined;
  let usesLlama = false;
  const before = { time: performance.now(), memory: process.memoryUsage.rss() };
  try {
    await withEngine(flags, host, signal, async (engine) => {
      const opening = {
        seconds: (performance.now() - before.time) / 1000,
        // A model in a process of its own does not show in this one.
        grownBytes: flags.isolate ? 0 : process.memoryUsage.rss() - before.memory,
        freeBytes: process.availableMemory(),
      };
      usesLlama = engine.id.startsWith('llama:');
      const settings = settingsOf(engine);
      const [longestEnd, file, gpu] = await Promise.all([
        measureEnds(engine),
        gatherFile(specification, host),
        gatherGpu(engine, flags['gpu-layers'] !== 0),
      ]);
      findings.push(
        ...engineFindings({
          id: engine.id,
          abilities: engine.abilities,
          longestEnd,
          gpu,
          tellsSettings: settings.some(({ section }) => section === 'settings'),
        }),
        ...modelFindings({ engine, file, opening, memoryBytes: machine.memoryBytes }),
        ...settings,
      );
      const question = probeQuestion(specification);
      probe = await probeEngine(engine, question, signal);
      const repeated = engine.abilities.reproducible ? await probeEngine(engine, question, signal) : undefined;
      findings.push(...probeFindings(probe, repeated));
    });
  } catch (error) {
    if (signal.aborted || !MullError.isMullError(error)) throw error;
    usesLlama ||= error.code === 'E_PEER_MISSING' || error.code === 'E_PEER_VERSION';
    findings.push(failure(error, findings.length === 0 ? 'engine' : 'run'));
  }
  const peers = await gatherPeers({ llama: usesLlama && !isServer(specification), hub: /^hf:/i.test(specification) });
  return {
    mull: host.version,
    engine: specification,
    findings: [...machineFindings(machine, peers), ...findings],
    ...(probe === undefined ? {} : { probe }),
  };
}

/** What the engine itself tells of how it was set up. */
function settingsOf(engine: Engine & Partial<Pick<LlamaEngine, 'choices'> & Pick<HttpEngine, 'facts'>>): Finding[] {
  return [
    ...(engine.choices === undefined ? [] : settingFindings(engine.choices)),
    ...(engine.facts === undefined ? [] : serverFindings(engine.facts)),
  ];
}

function failure({ code, message, hint }: MullError, section: Section): Finding {
  return {
    section,
    what: section === 'engine' ? 'Opening it' : 'The run',
    verdict: 'failed',
    value: `${code} ${message}`,
    remedy: hint,
  };
}

/** The bundled model answers questions of one kind only. */
function probeQuestion(engine: string): string {
  return engine === 'pebble' ? drawPebbleQuestion({ seed: 7 }).text : 'How many prime numbers lie below 20?';
}
