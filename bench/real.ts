// `npm run test:real [-- curve|eval|controls ...]`: a small public model on GSM8K, under budgets by the library and by
// `mull eval`, or told in words how long to think. Without a name the first two, one after the other.
const parts = ['curve', 'eval', 'controls'] as const;
const named = parts.find((part) => part === process.argv[2]);
if (named !== undefined) process.argv.splice(2, 1);
for (const part of named === undefined ? parts.slice(0, 2) : [named]) await import(`./real-${part}.ts`);
