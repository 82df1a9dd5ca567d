import type { ExitCode } from './exit-codes.ts';
import type { Host } from './host.ts';
import type { Actions } from './program.ts';

/**
 * What the commands do on a host. Each is loaded when it is asked for, so that none slows the others down.
 *
 * @param settle - takes the exit code of a command that has more to say than that it worked
 */
export function loadActions(host: Host, settle: (exitCode: ExitCode) => void): Actions {
  return {
    async think(question, { strategy, samples, ...flags }, output) {
      const [{ readConfig }, { thinkSettings }, { askedStrategy }, { thinkCommand }] = await Promise.all([
        import('./read-config.ts'),
        import('./think-settings.ts'),
        import('./strategy-options.ts'),
        import('./actions/think.ts'),
      ]);
      const settings = thinkSettings(flags, readConfig(host.workingDirectory()));
      await thinkCommand(question, { ...settings, strategy: askedStrategy({ strategy, samples }) }, output, host);
    },
    async demo(flags) {
      const { demoCommand } = await import('./actions/demo.ts');
      await demoCommand(flags, host);
    },
    async doctor(flags, json, probe) {
      const [{ readConfig }, { thinkSettings }] = await Promise.all([
        import('./read-config.ts'),
        import('./think-settings.ts'),
      ]);
      const { engine } = thinkSettings(flags, readConfig(host.workingDirectory()));
      if (probe !== undefined) {
        const { probeCommand } = await import('./actions/probe.ts');
        settle(await probeCommand(engine, probe, host));
        return;
      }
      const { doctorCommand } = await import('./actions/doctor.ts');
      settle(await doctorCommand(engine, json, host));
    },
    async serve(flags) {
      const [{ readConfig }, { thinkSettings }, { serveCommand }] = await Promise.all([
        import('./read-config.ts'),
        import('./think-settings.ts'),
        import('./actions/serve.ts'),
      ]);
      const { serve, ...think } = flags;
      await serveCommand(thinkSettings(think, readConfig(host.workingDirectory())), serve, host);
    },
    models: {
      async list(json) {
        const { listModelsCommand } = await import('./actions/models.ts');
        await listModelsCommand(json, host);
      },
      async pull(name, json) {
        const { pullModelCommand } = await import('./actions/models.ts');
        await pullModelCommand(name, json, host);
      },
      async remove(name, json) {
        const { removeModelCommand } = await import('./actions/models.ts');
        await removeModelCommand(name, json, host);
      },
    },
    async grade(request) {
      const { gradeCommand } = await import('./actions/grade.ts');
      settle(await gradeCommand(request, host));
    },
    async metrics(series, flags) {
      const { metricsCommand } = await import('./actions/metrics.ts');
      await metricsCommand(series, flags, host);
    },
    async eval(recipe, flags, json) {
      const { evalCommand } = await import('./actions/eval.ts');
      settle(await evalCommand(recipe, flags, json, host));
    },
    runs: {
      async list(folder, json) {
        const { listRunsCommand } = await import('./actions/runs.ts');
        await listRunsCommand(folder, json, host);
      },
      async show(run, flags) {
        const { showRunCommand } = await import('./actions/runs.ts');
        await showRunCommand(run, flags, host);
      },
      async importLogs(files, flags, json) {
        const { importLogsCommand } = await import('./actions/import-logs.ts');
        await importLogsCommand(files, flags, json, host);
      },
    },
    async report(runs, flags, json) {
      const { reportCommand } = await import('./actions/report.ts');
      await reportCommand(runs, flags, json, host);
    },
    async compare(first, second, flags, json) {
      const { compareCommand } = await import('./actions/compare.ts');
      await compareCommand(first, second, flags, json, host);
    },
    async explain(code) {
      const { explainCommand } = await import('./actions/explain.ts');
      await explainCommand(code, host);
    },
  };
}
