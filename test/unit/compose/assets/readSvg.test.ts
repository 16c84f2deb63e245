import { describe, expect, it } from 'vitest';
import type { VectorPath } from '../../../../src/compose/assets/asset.ts';
import { readSvg } from '../../../../src/compose/assets/readSvg.ts';
import { UnfitPicture } from '../../../../src/compose/assets/unfitPicture.ts';

const svg = (content: string, attributes = 'viewBox="0 0 100 50"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`;

function only(content: string, attributes?: string): VectorPath {
  const { paths } = readSvg(svg(content, attributes));
  expect(paths).toHaveLength(1);
  return paths[0] as VectorPath;
}

describe('readSvg', () => {
  it('takes the size of the view box and moves its corner to the origin', () => {
    const asset = readSvg(svg('<path d="M10 20h5v5z"/>', 'viewBox="10 20 100 50"'));
    expect([asset.width, asset.height]).toEqual([100, 50]);
    expect(asset.paths[0]?.segments).toEqual([['M', 0, 0], ['L', 5, 0], ['L', 5, 5], ['Z']]);
  });

  it('takes width and height where there is no view box', () => {
    expect(readSvg(svg('', 'width="30px" height="20"'))).toMatchObject({ width: 30, height: 20, paths: [] });
  });

  it.each([
    ['<rect x="1" y="2" width="3" height="4"/>', [['M', 1, 2], ['L', 4, 2], ['L', 4, 6], ['L', 1, 6], ['Z']]],
    [
      '<line x1="1" y1="2" x2="3" y2="4" stroke="black"/>',
      [
        ['M', 1, 2],
        ['L', 3, 4],
      ],
    ],
    [
      '<polyline points="0,0 1,2 3 4"/>',
      [
        ['M', 0, 0],
        ['L', 1, 2],
        ['L', 3, 4],
      ],
    ],
    ['<polygon points="0,0 1,2 3,4"/>', [['M', 0, 0], ['L', 1, 2], ['L', 3, 4], ['Z']]],
    [
      '<path d="M0 0q3 0 3 3"/>',
      [
        ['M', 0, 0],
        ['C', 2, 0, 3, 1, 3, 3],
      ],
    ],
    [
      '<path d="M0 0c1 0 2 0 3 1s2 2 3 2"/>',
      [
        ['M', 0, 0],
        ['C', 1, 0, 2, 0, 3, 1],
        ['C', 4, 2, 5, 3, 6, 3],
      ],
    ],
  ])('reads %s', (content, segments) => {
    expect(only(content).segments).toEqual(segments);
  });

  it('draws circles and rounded corners as curves that touch their extremes', () => {
    const circle = only('<circle cx="20" cy="20" r="10"/>').segments.flatMap(([, ...numbers]) => numbers);
    expect([Math.min(...circle), Math.max(...circle)]).toEqual([10, 30]);
    const corners = only('<rect width="10" height="10" rx="20"/>').segments.filter(([command]) => command === 'C');
    expect(corners).toHaveLength(4);
  });

  it('multiplies transforms from the outside in', () => {
    const group = '<g transform="translate(10 5) scale(2)"><path transform="rotate(90)" d="M1 0L2 0"/></g>';
    expect(only(group).segments).toEqual([
      ['M', 10, 7],
      ['L', 10, 9],
    ]);
  });

  it('inherits paint, and style wins over attributes', () => {
    const path = only(
      '<g fill="red" stroke="#0f0" stroke-width="3"><path d="M0 0h1" fill="blue" style="fill: none; stroke-width: 2px"/></g>',
    );
    expect(path).toMatchObject({ fill: null, stroke: '#00ff00', strokeWidth: 2 });
  });

  it('scales strokes with their transform', () => {
    expect(only('<path transform="scale(3)" d="M0 0h1" stroke="#000" stroke-width="2"/>').strokeWidth).toBe(6);
  });

  it('leaves out what nobody sees: titles, other namespaces, hidden groups, empty shapes', () => {
    const content =
      '<title>A <b/> logo</title><metadata><x/></metadata><sodipodi:namedview id="v"/><g display="none"><path d="M0 0h1"/></g><circle r="0"/><rect width="0" height="2"/>';
    expect(readSvg(svg(content)).paths).toEqual([]);
  });

  it.each([
    ['<text>Name</text>', '<text> is not taken'],
    ['<linearGradient/>', '<linearGradient> is not taken'],
    ['<use href="#a"/>', '<use> is not taken'],
    ['<defs><path d="M0 0"/></defs>', '<defs> is not taken'],
    ['<path d="M0 0h1" opacity=".5"/>', 'has opacity ".5"'],
    ['<path d="M0 0h1" fill="url(#a)"/>', 'has fill "url(#a)"'],
    ['<path d="M0 0h1" fill="hotpink"/>', 'has fill "hotpink"'],
    ['<path d="M0 0 L"/>', 'has path data that cannot be read'],
    ['<path d="M0 0h1" onclick="x()"/>', 'has onclick="x()"'],
    ['<path d="M0 0h1" transform="spin(3)"/>', 'has the transform "spin(3)"'],
    ['<path d="M0 0h1" transform="scale(1 2)" stroke="black"/>', 'under a transform that distorts it'],
    ['<rect width="50%" height="1"/>', 'has width="50%"'],
    ['<polygon points="1 2 3"/>', 'has points that are no pairs'],
    ['<g>', 'g'],
  ])('refuses %s with its line', (content, told) => {
    expect(() => readSvg(svg(`\n${content}`))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(told) as string, line: expect.any(Number) as number }),
    );
  });

  it('says the line', () => {
    expect(() => readSvg(svg('\n\n<image/>'))).toThrow(expect.objectContaining({ line: 3 }));
  });

  it.each(['', '<a/>', '<svg/>', '<svg viewBox="0 0 0 1"/>', '<!DOCTYPE svg><svg viewBox="0 0 1 1"/>', 'PNG'])(
    'refuses %j, which is no drawing',
    (text) => {
      expect(() => readSvg(text)).toThrow(UnfitPicture);
    },
  );

  it('refuses a width and height of another shape than the view box', () => {
    expect(() => readSvg(svg('', 'viewBox="0 0 10 10" width="20" height="10"'))).toThrow('another ratio');
  });
});
