import { plainText } from './plain-text.ts';

const months = 'january february march april may june july august september october november december'.split(' ');
const monthName = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i;
const monthFirst = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/;
const dayFirst = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?(?:,? (\d{4}))?$/;

/** A date in words in one form: `June 20, 2024`, `20 June 2024` and `20th of June 2024` are `june 20 2024`. */
export function readDate(text: string): string | undefined {
  if (text.length > 60 || !/\d/.test(text) || !monthName.test(text)) return undefined;
  const plain = plainText(text)?.toLowerCase();
  if (plain === undefined) return undefined;
  const first = monthFirst.exec(plain);
  const second = dayFirst.exec(plain);
  const [name, day, year] = first
    ? [first[1], first[2], first[3]]
    : second
      ? [second[2], second[1], second[3]]
      : [undefined, undefined, undefined];
  if (name === undefined || Number(day) < 1 || Number(day) > 31) return undefined;
  const month = months.find((full) => full === name || (name.length === 3 && full.startsWith(name)) || name === 'sept');
  return month && `${month} ${Number(day)}${year === undefined ? '' : ` ${year}`}`;
}
