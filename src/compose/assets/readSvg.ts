import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { VectorAsset, VectorPath } from './asset.ts';
import { type Matrix, multiplied, parseTransform } from './svgTransform.ts';
import { drawPath } from './svgPath.ts';
import { outlineOf, shapeAttributes } from './svgShapes.ts';
import { derivedStyle, initialStyle, styleProperties, type SvgStyle } from './svgStyle.ts';
import { UnfitPicture } from './unfitPicture.ts';

interface OpenElement {
  readonly style: SvgStyle;
  readonly matrix: Matrix;
}

interface ViewBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Say something about the picture and draw nothing (SVG 2 §5.8 and §5.9). */
const silent = new Set(['title', 'desc', 'metadata']);
/** Attributes that draw nothing, on any element. */
const harmless =
  /^(?:id|class|role|lang|tabindex|focusable|version|baseProfile|overflow|xmlns|(?:xml|xmlns|aria|data)[:-].*)$/;
const rootAttributes = new Set(['viewBox', 'width', 'height', 'x', 'y', 'preserveAspectRatio', 'enable-background']);

/**
 * The paths of an SVG logo: `path`, basic shapes and `g`, with transforms and presentation attributes. What would be
 * drawn otherwise than it looks elsewhere (gradients, texts, style sheets, opacity, references) is an error with its
 * line, never left out. Elements and attributes of foreign namespaces draw nothing anywhere (SVG 2 §2.6).
 *
 * @throws UnfitPicture
 */
export function readSvg(text: string): VectorAsset {
  const paths: VectorPath[] = [];
  const open: OpenElement[] = [];
  let box: ViewBox | null = null;
  let skipped = 0;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new UnfitPicture(error.message.replace(/^.*?\d+:\d+: /, ''), parser.line);
  });
  parser.on('doctype', () => {
    throw new UnfitPicture('the SVG has a DOCTYPE; remove it', parser.line);
  });

  function opened(tag: SaxesTagPlain): void {
    const parent = open.at(-1);
    if (skipped > 0 || tag.name.includes(':') || silent.has(tag.name)) {
      skipped += 1;
      return;
    }
    const fail = (what: string): never => {
      throw new UnfitPicture(`<${tag.name}> ${what}`, parser.line);
    };
    if (parent === undefined && tag.name !== 'svg') fail('is no SVG');
    // Editors leave it behind empty; what is in it is used by reference only.
    const emptyDefs = tag.name === 'defs' && tag.isSelfClosing;
    if (parent !== undefined && tag.name !== 'g' && !emptyDefs && !(tag.name in shapeAttributes)) {
      fail('is not taken: a logo has path, rect, circle, ellipse, line, polyline, polygon and g');
    }
    refuseUnknownAttributes(tag, fail);
    box ??= viewBoxOf(tag.attributes, fail);
    const base = parent ?? { style: initialStyle, matrix: [1, 0, 0, 1, -box.x, -box.y] };
    const { transform, style, ...attributes } = tag.attributes;
    const own: OpenElement = {
      style: derivedStyle(base.style, attributes, style, fail),
      matrix: transform === undefined ? base.matrix : multiplied(base.matrix, parseTransform(transform, fail)),
    };
    open.push(own);
    if (own.style.hidden) return;
    const outline = outlineOf(tag.name, attributes, fail);
    const path = outline === null ? null : drawPath(outline, own.matrix, own.style, fail);
    if (path !== null) paths.push(path);
  }

  parser.on('opentag', opened);
  parser.on('closetag', () => {
    if (skipped > 0) skipped -= 1;
    else open.pop();
  });
  parser.write(text).close();
  if (box === null) throw new UnfitPicture('it is no SVG');
  const { width, height } = box as ViewBox;
  return { kind: 'vector', width, height, paths };
}

type Fail = (what: string) => never;

function refuseUnknownAttributes(tag: SaxesTagPlain, fail: Fail): void {
  const own = tag.name === 'svg' ? rootAttributes : new Set(shapeAttributes[tag.name] ?? []);
  for (const name of Object.keys(tag.attributes)) {
    const known = name === 'transform' || name === 'style' || own.has(name) || styleProperties.has(name);
    if (known || harmless.test(name) || name.includes(':')) continue;
    fail(`has ${name}="${tag.attributes[name]}", which is not taken`);
  }
}

function viewBoxOf(attributes: Readonly<Record<string, string>>, fail: Fail): ViewBox {
  const sized = [attributes['width'], attributes['height']].map((value) => /^([\d.]+)(?:px|pt|mm)?$/.exec(value ?? ''));
  const [ownWidth, ownHeight] = sized.map((match) => Number(match?.[1] ?? Number.NaN));
  const { viewBox } = attributes;
  const numbers = viewBox
    ?.trim()
    .split(/[\s,]+/)
    .map(Number) ?? [0, 0, ownWidth, ownHeight];
  const [x = 0, y = 0, width = 0, height = 0] = numbers as number[];
  if (numbers.length !== 4 || !numbers.every(Number.isFinite) || width <= 0 || height <= 0) {
    fail('needs a viewBox such as "0 0 120 40"');
  }
  if (
    viewBox !== undefined &&
    ownWidth &&
    ownHeight &&
    Math.abs((ownWidth / ownHeight) * (height / width) - 1) > 0.02
  ) {
    fail('has a width and height of another ratio than its viewBox');
  }
  return { x, y, width, height };
}
