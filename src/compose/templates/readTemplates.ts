import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PostwerkError } from '../../errors.ts';
import type { DocumentType } from '../../model/message.ts';
import type { TypeSettings } from './typeSettings.ts';
import { parseTypeSettings } from './typeSettings.ts';

export interface TemplateFile {
  /** As errors name it: `templates/invoice/page.hbs`. */
  readonly file: string;
  readonly source: string;
}

export interface TypeTemplates {
  readonly settings: TypeSettings;
  /** `page.hbs` or `label.hbs`, by the type's kind. */
  readonly markup: TemplateFile;
  readonly email: TemplateFile;
}

export interface TemplateFiles {
  readonly types: readonly TypeTemplates[];
  /** `_shared/*.hbs`, used as `{{> name}}`, and what a type's folder has beside its entry files: `{{> invoice/totals}}`. */
  readonly partials: ReadonlyMap<string, TemplateFile>;
}

const sharedFolder = '_shared';
const entryFiles = ['page.hbs', 'label.hbs', 'email.hbs'];

/**
 * Reads the folder of templates: one folder for each document type, `_shared` for what they have in common.
 *
 * @throws PostwerkError `compose.template-invalid` naming the file that is missing or wrong.
 */
export function readTemplates(templatesDir: string): TemplateFiles {
  const read = (...path: string[]): TemplateFile => {
    const file = join(templatesDir, ...path);
    if (!existsSync(file)) throw new PostwerkError('compose.template-invalid', `${file} is missing`);
    return { file: ['templates', ...path].join('/'), source: readFileSync(file, 'utf8') };
  };

  const folders = readdirSync(templatesDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const partials = new Map<string, TemplateFile>();
  for (const { name: folder } of folders) {
    const files = readdirSync(join(templatesDir, folder)).filter((name) => name.endsWith('.hbs'));
    for (const name of files.filter((file) => !entryFiles.includes(file))) {
      const short = name.slice(0, -'.hbs'.length);
      partials.set(folder === sharedFolder ? short : `${folder}/${short}`, read(folder, name));
    }
  }

  const types = folders
    .filter(({ name }) => !name.startsWith('_'))
    .map(({ name }) => {
      const yaml = read(name, 'type.yaml');
      const settings = parseTypeSettings(name as DocumentType, yaml.file, yaml.source);
      return { settings, markup: read(name, `${settings.kind}.hbs`), email: read(name, 'email.hbs') };
    });
  return { types, partials };
}

/** Types that only some languages have words for, with these. */
export function releasedIn({ types }: TemplateFiles): ReadonlyMap<string, readonly string[]> {
  return new Map(types.flatMap(({ settings: { type, locales } }) => (locales === undefined ? [] : [[type, locales]])));
}
