// `npm run test:real [-- curve|controls ...]`: a small public model on GSM8K, under budgets or told in words how long to think.
await import(process.argv[2] === 'controls' ? './real-controls.ts' : './real-curve.ts');
