// Advance widths of Inter Regular for the printable ASCII characters, in thousandths of the font size, read from
// fonts/inter-regular.ttf with fontTools: [round(1000 * hmtx[cmap[c]][0] / 2048) for c in range(32, 127)]
const widths: readonly number[] = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620,
  566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903,
  753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612,
  583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426,
  333, 426, 662,
];

/** How wide a text is in pixels, in Inter; a little more for semibold. Other sans-serif faces are mostly narrower. */
export function textWidth(text: string, fontSize: number, weight: 'regular' | 'semibold' = 'regular'): number {
  let thousandths = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    thousandths += widths[code - 32] ?? (code > 0x2e80 ? 1000 : 620);
  }
  return (thousandths / 1000) * fontSize * (weight === 'semibold' ? 1.04 : 1);
}
