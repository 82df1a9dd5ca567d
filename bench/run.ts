// `npm run bench [NAME...]`: measures and prints tables. Ratios from one run, interleaved, medians: the absolute figures
// of a shared machine mean little.
const benches: Readonly<Record<string, () => Promise<{ readonly run: () => Promise<string> }>>> = {
  pocket: () => import('./pocket.ts'),
  evaluated: () => import('./evaluated.ts'),
  startup: () => import('./startup.ts'),
  size: () => import('./size.ts'),
};

const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) {
  const load = benches[name];
  if (load === undefined) {
    console.error(`There is no bench "${name}"; there are ${Object.keys(benches).join(', ')}.`);
    process.exit(2);
  }
  console.log(`\n## ${name}\n`);
  console.log(await (await load()).run());
}
