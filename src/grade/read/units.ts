import type { Unit } from '../tree/unit.ts';

interface Measure {
  readonly dimension: string;
  readonly factor: number;
}

/** `dimension: name=factor name=factor`; several names of one unit are joined by a bar. */
const table = `
length: m|meter|metre=1 cm|centimeter|centimetre=0.01 mm|millimeter|millimetre=0.001 km|kilometer|kilometre=1000
length: dm|decimeter=0.1 nm|nanometer=1e-9 um|micrometer|micron=1e-6 in|inch|inches=0.0254 ft|foot|feet=0.3048
length: yd|yard=0.9144 mi|mile=1609.344 pm|picometer=1e-12 fm=1e-15
mass: kg|kilogram=1 g|gram|gm=0.001 mg|milligram=1e-6 ton|tonne=1000 lb|lbs|pound=0.45359237 oz|ounce=0.028349523125
time: s|sec|second=1 min|minute|mins=60 h|hr|hour|hrs=3600 day=86400 week=604800 ms|millisecond=0.001
time: ns|nanosecond=1e-9 us|microsecond=1e-6 month=2629746 year|yr=31556952
volume: L|l|liter|litre=0.001 mL|ml|milliliter|millilitre=1e-6 gal|gallon=0.003785411784 cup=0.0002365882365
money: dollar|usd|USD|buck=1 cent|penny|pennies=0.01
euro: euro|eur|EUR=1
pounds: gbp|GBP=1
yen: yen|yuan=1
rupee: rupee|inr|INR|Rs=1
force: N|newton=1 kN|kilonewton=1000
energy: J|joule=1 kJ|kilojoule=1000 eV|electronvolt=1.602176634e-19 keV=1.602176634e-16 MeV=1.602176634e-13
energy: GeV=1.602176634e-10 cal|calorie=4.184 kcal|kilocalorie=4184
power: W|watt=1 kW|kilowatt=1000 MW|megawatt=1e6
pressure: Pa|pascal=1 kPa|kilopascal=1000 MPa=1e6 atm|atmosphere=101325 bar=100000
frequency: Hz|hertz=1 kHz=1000 MHz=1e6 GHz=1e9
current: A|amp|ampere=1 mA|milliamp=0.001
voltage: V|volt=1 kV|kilovolt=1000 mV=0.001
resistance: ohm=1
charge: C|coulomb=1
field: T|tesla=1
temperature: K|kelvin=1
celsius: celsius|Celsius=0
fahrenheit: fahrenheit|Fahrenheit=0
amount: mol|mole=1 mmol=0.001
molar: M=1 mM=0.001
angle: rad|radian=1 deg|degree=0.017453292519943295
speed: mph=0.44704 kph|kmph=0.2777777777777778
unit: unit=1
`;

const measures = readTable(table);
const singular = /^(.{2,})s$/;

/** Words between the parts of a unit, and what they mean. */
const powers: ReadonlyMap<string, number> = new Map([
  ['square', 2],
  ['sq', 2],
  ['cubic', 3],
  ['cu', 3],
]);

/** Whether a word by itself is a unit that is known. */
export function isUnitWord(word: string): boolean {
  return measure(word) !== undefined;
}

/** Whether a word can stand in a unit: a unit, `square`, `per` ... */
export function isUnitPart(word: string): boolean {
  return powers.has(word) || word === 'per' || word === 'squared' || word === 'cubed' || isUnitWord(word);
}

/**
 * Reads the words behind a number: `cm^2`, `square meters`, `m/s`, `miles per hour`, `apples`.
 * Words that are no unit make a unit without a dimension, which agrees with every other.
 */
export function readUnit(text: string): Unit {
  const cached = seen.get(text);
  if (cached !== undefined) return cached;
  const unit = parse(text);
  if (seen.size < 2_000) seen.set(text, unit);
  return unit;
}

const seen = new Map<string, Unit>();

function parse(text: string): Unit {
  const words = text.replace(/[{}\\~]/g, ' ').match(/[A-Za-z]+|\^\s*-?\d+|[/*]|-?\d+/g);
  const unknown: Unit = { text: text.trim(), dimension: undefined, factor: 1 };
  if (words === null) return unknown;
  const dimensions = new Map<string, number>();
  let [factor, sign, prefix, last] = [1, 1, 1, ''];
  let lastFactor = 1;
  let lastSign = 1;
  const apply = (dimension: string, by: number, times: number): void => {
    for (const part of expand(dimension)) {
      dimensions.set(part.name, (dimensions.get(part.name) ?? 0) + part.exponent * times);
    }
    factor *= by ** times;
  };
  for (const word of words) {
    const exponent = /^\^?\s*(-?\d+)$/.exec(word);
    if (word === '*') continue;
    if (word === '/' || word === 'per') sign = -1;
    else if (powers.has(word)) prefix = powers.get(word) ?? 1;
    else if (exponent !== null || word === 'squared' || word === 'cubed') {
      if (last === '') return unknown;
      const raised = exponent === null ? (word === 'squared' ? 2 : 3) : Number(exponent[1]);
      if (Math.abs(raised) > 12) return unknown;
      apply(last, lastFactor, lastSign * (raised - 1));
    } else {
      const found = measure(word);
      if (found === undefined) return unknown;
      [last, lastFactor, lastSign] = [found.dimension, found.factor, sign];
      apply(found.dimension, found.factor, sign * prefix);
      prefix = 1;
    }
  }
  const kept = [...dimensions].filter(([name, exponent]) => exponent !== 0 && name !== 'unit');
  const dimension = kept.map(([name, exponent]) => `${name}:${exponent}`).sort();
  if (dimension.length === 0) return unknown;
  return { text: text.trim(), dimension: dimension.join(','), factor };
}

function measure(word: string): Measure | undefined {
  const found = measures.get(word);
  if (found !== undefined) return found;
  const lower = word.length > 2 ? word.toLowerCase() : word;
  return measures.get(lower) ?? measures.get(singular.exec(lower)?.[1] ?? '');
}

/** Litres are volumes, so that they agree with cubic metres; likewise speeds and forces. */
function expand(dimension: string): readonly { name: string; exponent: number }[] {
  if (dimension === 'volume') return [{ name: 'length', exponent: 3 }];
  if (dimension === 'speed') {
    return [
      { name: 'length', exponent: 1 },
      { name: 'time', exponent: -1 },
    ];
  }
  if (dimension === 'frequency') return [{ name: 'time', exponent: -1 }];
  const mechanical = { force: [1, 1, -2], energy: [1, 2, -2], power: [1, 2, -3], pressure: [1, -1, -2] }[dimension];
  if (mechanical === undefined) return [{ name: dimension, exponent: 1 }];
  return ['mass', 'length', 'time'].map((name, index) => ({ name, exponent: mechanical[index] ?? 0 }));
}

function readTable(lines: string): Map<string, Measure> {
  const found = new Map<string, Measure>();
  for (const line of lines.trim().split('\n')) {
    const [dimension = '', entries = ''] = line.split(': ');
    for (const entry of entries.split(' ')) {
      const [units = '', factor = ''] = entry.split('=');
      for (const unit of units.split('|')) found.set(unit, { dimension, factor: Number(factor) });
    }
  }
  return found;
}
