import { expect, test } from 'vitest';
import type { EndedBy } from '../../../src/core/receipt.ts';
import { collectPage } from '../../../src/report/page/collect-page.ts';
import { pageEndings } from '../../../src/report/page/page-data.ts';
import { buildRecord } from '../../../src/testing/build-record.ts';
import { aPlan } from '../../support/a-plan.ts';

const endings: Readonly<Record<EndedBy, true>> = {
  model: true,
  max: true,
  time: true,
  loop: true,
  user: true,
  context: true,
  tool: true,
  settled: true,
  none: true,
};

test.each(Object.keys(endings) as EndedBy[])('a page tells of thinking that was ended by: %s', async (endedBy) => {
  const collector = collectPage(aPlan(), { showConfidential: false });
  await collector.add(buildRecord({ receipt: { endedBy } }));
  const { run } = await collector.finish('pebble');
  expect(run.samples.ending.map((ending) => pageEndings[ending])).toEqual([endedBy]);
});
