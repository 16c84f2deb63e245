import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackedObjects } from '../../../../../../src/compose/drivers/pdf/packed/packedObjects.ts';
import type { PackedText } from '../../../../../../src/compose/drivers/pdf/packed/packedText.ts';
import { Series, Stretch } from '../../../../../../src/compose/drivers/pdf/packed/repeats.ts';

/** What a tree was asked to write, as plain text beside it. */
interface Plain {
  text: string;
}

type Step = (text: PackedText, plain: Plain) => void;

/** Three stretches and two series that all steps share, so that they come again near and far. */
function writers(): { steps: fc.Arbitrary<Step>; begin: () => void } {
  const series = [new Series(', '), new Series('-')];
  const stretches: { stretch: Stretch; text: string }[] = [];
  const numbers = fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 1200 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }));
  const text = fc.string({
    maxLength: 30,
    unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
  });
  const steps: fc.Arbitrary<Step> = fc.oneof(
    text.map(
      (said): Step =>
        (out, plain) => {
          out.text(said);
          plain.text += said;
        },
    ),
    numbers.map(
      (value): Step =>
        (out, plain) => {
          out.integer(value);
          plain.text += `${value}`;
        },
    ),
    numbers.map(
      (value): Step =>
        (out, plain) => {
          out.reference(value);
          plain.text += `${value} 0 R`;
        },
    ),
    numbers.map(
      (value): Step =>
        (out, plain) => {
          out.nextReference(value);
          plain.text += ` 0 R ${value}`;
        },
    ),
    fc.tuple(numbers, fc.boolean()).map(
      ([value, other]): Step =>
        (out, plain) => {
          const one = series[other ? 1 : 0] ?? new Series('');
          out.next(one, value);
          plain.text += `${one.gap.text}${value}`;
        },
    ),
    fc.tuple(text, fc.nat({ max: 2 })).map(
      ([said, index]): Step =>
        (out, plain) => {
          const known = stretches[index];
          if (known !== undefined && out.again(known.stretch)) {
            plain.text += known.text;
            return;
          }
          const stretch = new Stretch();
          out.from(stretch);
          out.text(said);
          out.to(stretch);
          plain.text += said;
          // A repetition has three bytes at least; whoever writes one knows that it has.
          if (said.length >= 3) stretches[index] = { stretch, text: said };
        },
    ),
    fc.integer({ min: 30_000, max: 33_000 }).map(
      (count): Step =>
        (out, plain) => {
          const far = 'x'.repeat(count);
          out.text(far);
          plain.text += far;
        },
    ),
  );
  const begin = (): void => {
    stretches.length = 0;
    for (const one of series) one.begin();
  };
  return { steps, begin };
}

/** Text and objects of a stream as a reader takes them apart (ISO 32000-1 §7.5.7). */
function unpacked({ dictionary, bytes }: { readonly dictionary: string; readonly bytes: Uint8Array }) {
  const [, count = '', first = ''] =
    /^\/Type\/ObjStm\/N (\d+)\/First (\d+)\/Filter\/FlateDecode$/.exec(dictionary) ?? [];
  // Throws where the checksum is another.
  const text = inflateSync(bytes).toString('latin1');
  const places = text.slice(0, Number(first)).trim().split(' ').map(Number);
  expect(places).toHaveLength(2 * Number(count));
  return {
    body: text.slice(Number(first)),
    objects: Array.from({ length: Number(count) }, (_, index) => {
      const [id = 0, from = 0] = places.slice(2 * index);
      return { id, text: text.slice(Number(first) + from, Number(first) + (places[2 * index + 3] ?? text.length)) };
    }),
  };
}

describe('objects that are packed while they are written', () => {
  it('read back as what was written, whatever repeats', () => {
    const { steps, begin } = writers();
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 120, size: 'max' }), (asked) => {
        begin();
        const objects = new PackedObjects();
        objects.text.text(objects.begin(7));
        const plain: Plain = { text: '<<' };
        for (const step of asked) step(objects.text, plain);
        expect(unpacked(objects.finish()).body).toBe(`${plain.text}>>`);
      }),
    );
  });

  it('have their numbers and places before them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 300 }),
        fc.nat({ max: 100_000 }),
        (sizes, first) => {
          const objects = new PackedObjects();
          sizes.forEach((size, index) => {
            objects.text.text(objects.begin(first + index));
            objects.text.text(`${index}:${'y'.repeat(size)}`);
          });
          const found = unpacked(objects.finish()).objects.map(({ id, text }) => ({ id, text: text.trimEnd() }));
          expect(found).toEqual(
            sizes.map((size, index) => ({ id: first + index, text: `<<${index}:${'y'.repeat(size)}>>` })),
          );
        },
      ),
    );
  });

  it('repeat at every distance and length there is', () => {
    const objects = new PackedObjects();
    const { text } = objects;
    text.text(objects.begin(1));
    let plain = '<<';
    for (let distance = 3; distance < 33_100; distance += distance < 600 ? 1 : 97) {
      const length = 3 + (distance % 256);
      const stretch = new Stretch();
      const said = Array.from({ length }, (_, at) => String.fromCharCode(0x21 + ((at * 7 + distance) % 90))).join('');
      text.from(stretch);
      text.text(said);
      text.to(stretch);
      const between = '.'.repeat(Math.max(0, distance - length));
      text.text(between);
      plain += said + between;
      const isNear = between.length + length <= 32_768;
      expect(text.again(stretch)).toBe(isNear);
      if (isNear) plain += said;
    }
    expect(unpacked(objects.finish()).body === `${plain}>>`).toBe(true);
  });

  it('take a sixth of the room of their text where they are cells of a table', () => {
    const objects = new PackedObjects();
    const head = new Stretch();
    const { text } = objects;
    for (let id = 1000; id < 4000; id += 1) {
      const start = objects.begin(id);
      if (id < 1002 || !text.again(head)) {
        text.from(head);
        text.text(`${start}/Pg 12 0 R/S/TD/P 999 0 R/K `);
        text.to(head);
      }
      text.integer(id % 200);
    }
    const { bytes } = objects.finish();
    const whole = inflateSync(bytes);
    expect(whole.length).toBeGreaterThan(130_000);
    expect(bytes.length).toBeLessThan(whole.length / 6);
  });
});
