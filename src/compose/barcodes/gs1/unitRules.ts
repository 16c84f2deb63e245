import { applicationIdentifier } from './applicationIdentifiers.ts';
import type { Gs1Element } from './elementString.ts';

/**
 * What must and what must not stand together on one item or logistic unit, whatever codes of it the elements are in
 * (GS1 General Specifications §4.13): every breach as a sentence that names the identifiers, the rule and the way out.
 * Empty for elements that may leave.
 */
export function unitFindings(elements: readonly Gs1Element[]): string[] {
  return [...forbiddenPairs(elements), ...missingCompanions(elements), ...variableMeasures(elements)];
}

/** Why, for the pairs of §4.13.1 that labels meet; the first of the two identifiers is the one whose row excludes. */
const pairReasons: readonly (readonly [RegExp, string])[] = [
  [/^01 0[12]$|^02 01$/, '(01) is the unit itself, (02) what a logistic unit contains'],
  [/^01 37$/, '(37) counts what a logistic unit contains and goes with (02)'],
  [/^01 255$|^255 0[12]$/, 'a trade item is no coupon'],
  [/^03 |^0[12] 03$/, 'a made-to-order item has one number, (03)'],
  [/^21 235$/, 'an item has one serial number'],
  [/^3[1-6]\d\d 3/, 'a measure is given once, with one position of its decimal point'],
  [/^39\d\d |^8111 /, 'one amount is enough'],
  [/^42[01] /, 'a unit goes to one post code, and (421) names its country'],
  [/^42[2-5] 426$/, '(426) says that all was done in one country'],
  [/^433[0-3] /, 'a temperature is given in one unit'],
  [/^8006 |^8026 /, 'the number of the whole item is part of the number of its piece'],
  [/^801[78] /, 'a person is provider or recipient of a service, not both'],
];

/** Elements that must not stand together (§4.13.1), or twice with different values. */
export function forbiddenPairs(elements: readonly Gs1Element[]): string[] {
  const sentences: string[] = [];
  for (let index = 0; index < elements.length; index += 1) {
    const { ai, value } = elements[index] as Gs1Element;
    const excludes = applicationIdentifier(ai)?.excludes ?? [];
    for (let other = 0; other < elements.length; other += 1) {
      if (other === index) continue;
      const { ai: beside, value: otherValue } = elements[other] as Gs1Element;
      if (beside === ai) {
        if (otherValue === value || other < index) continue;
        sentences.push(`${named(ai)} stands twice, as "${value}" and "${otherValue}": a unit has one; leave one out`);
      } else if (excludes.some((wanted) => fits(beside, wanted)) && !(other < index && excludesBack(beside, ai))) {
        const why = pairReasons.find(([pair]) => pair.test(`${ai} ${beside}`))?.[1] ?? 'they contradict each other';
        sentences.push(`${named(ai)} and ${named(beside)} must not stand together: ${why} (§4.13.1); leave one out`);
      }
    }
  }
  return sentences;
}

/** The pair has been named already. */
function excludesBack(ai: string, beside: string): boolean {
  return applicationIdentifier(ai)?.excludes.some((wanted) => fits(beside, wanted)) ?? false;
}

/** Elements that must stand with these on the same unit and do not (§4.13.2). */
function missingCompanions(elements: readonly Gs1Element[]): string[] {
  const isThere = (wanted: string): boolean => elements.some(({ ai }) => fits(ai, wanted));
  return elements.flatMap(({ ai }) => {
    const { needs = [] } = applicationIdentifier(ai) ?? {};
    if (needs.length === 0 || needs.some((alternative) => alternative.every(isThere))) return [];
    const wanted = needs.map((alternative) => alternative.map(bracketed).join(' with ')).join(' or ');
    return [`${named(ai)} needs ${wanted} (§4.13.2); add it, or leave (${ai}) out`];
  });
}

/** What says how much of a variable measure item there is: count, trade measures, dimensions of a roll. */
const measures = ['30', '31nn', '32nn', '35nn', '36nn', '8001'];

/**
 * A GTIN that begins with 9 is that of a variable measure item, which has a measure, or of a custom item with its
 * variation number (242); one that begins with 1 to 8 is a fixed grouping, which has no count of its own (§4.13.2, §2.1.10).
 */
function variableMeasures(elements: readonly Gs1Element[]): string[] {
  const has = (wanted: string): boolean => elements.some(({ ai }) => fits(ai, wanted));
  return elements.flatMap(({ ai, value }) => {
    if (ai !== '01' && ai !== '02') return [];
    if (value.startsWith('9') && !has('242') && !measures.some(has)) {
      const wanted = measures.map(bracketed).join(', ');
      return [
        `${named(ai)} ${value} begins with 9, a variable measure, and needs one of ${wanted} or, made to order, (242) (§4.13.2); add it, or use the GTIN of a fixed measure`,
      ];
    }
    if (/^[1-8]/.test(value) && has('30')) {
      return [
        `${named('30')} does not go with ${named(ai)} ${value}, whose first digit says that its measure is fixed (§4.13.2); leave (30) out`,
      ];
    }
    return [];
  });
}

/** `310n` and `31nn` stand for any digits in the places of n. */
function fits(ai: string, wanted: string): boolean {
  if (!wanted.endsWith('n')) return ai === wanted;
  return ai.length === wanted.length && ai.startsWith(wanted.replace(/n+$/, ''));
}

function named(ai: string): string {
  return `(${ai}) ${applicationIdentifier(ai)?.title ?? ''}`;
}

function bracketed(ai: string): string {
  return `(${ai})`;
}
