#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import { deviceCommands } from './cli/deviceCommands.ts';
import { explain } from './cli/explain.ts';
import { readConfig, version } from './config.ts';

// Each command loads what it needs when it runs: --help and convert must not wait for a web server's libraries.
const program = new Command('postwerk')
  .description("Turns an ERP's data into delivery notes, invoices and labels and delivers them.")
  .version(version)
  .showHelpAfterError('(postwerk --help tells what there is)')
  .configureHelp({ showGlobalOptions: true });

const dataOption = new Option('--data <dir>', 'data folder of the embedded store').env('POSTWERK_DATA').default('data');
const serverOption = new Option('--server <url>', 'Postwerk server')
  .env('POSTWERK_SERVER')
  .default('http://127.0.0.1:8631');
const keyOption = new Option('--key <key>', 'API key with scope submit').env('POSTWERK_KEY');

program
  .command('start')
  .description(
    'everything on this machine: store, web, workers, virtual printers and mailbox, and the samples on their way',
  )
  .option('--once', 'wait until every document is final, print the ledger and stop')
  .option('--json', 'with --once: print the ledger as one JSON object')
  .option('--submit <dir>', 'submit the files of this folder instead of the samples')
  .option('--timeout <seconds>', 'with --once: how long to wait at most', wholeNumber, 120)
  .option('--port <port>', 'port of the web server (0: any free one)', wholeNumber)
  .option('--no-sites', 'without the agents of two sites, which are processes of their own')
  .addOption(dataOption)
  .action(async (options) => {
    const { startLandscape } = await import('./cli/start.ts');
    process.exitCode = await startLandscape(withData(options.data), options);
  });

program
  .command('serve')
  .description('web server and workers for production; DATABASE_URL, REDIS_URL and POSTWERK_SMTP_URL say with what')
  .option('--roles <list>', 'web, worker or both', 'web,worker')
  .option('--port <port>', 'port of the web server (0: any free one)', wholeNumber)
  .addOption(dataOption)
  .action(async (options) => {
    const { serve } = await import('./cli/serve.ts');
    await serve(withData(options.data), options);
  });

program
  .command('render')
  .description('compose one message without a server')
  .requiredOption('--type <type>', 'document type: the name of a folder of templates/, as invoice')
  .requiredOption('--message <file>', 'message as JSON (- for standard input)')
  .option('--locale <locale>', 'locale of the document', 'en')
  .addOption(
    new Option('--format <format>', 'what to make of it').choices(['pdf', 'zpl', 'tspl', 'layout']).default('pdf'),
  )
  .option('--dpi <dpi>', 'print head of a label printer: 203, 300 or 600', wholeNumber, 203)
  .option('--out <file>', 'where to write it (- for standard output)', '-')
  .action(async (options) => {
    const { renderFile } = await import('./cli/render.ts');
    await renderFile(readConfig(), options);
  });

program
  .command('preview')
  .description('a page on this machine that shows templates with samples, anew whenever you save a file')
  .option('--port <port>', 'port of the page (0: any free one)', wholeNumber, 0)
  .action(async (options) => {
    const { preview } = await import('./cli/preview.ts');
    await preview(readConfig(), options);
  });

program
  .command('convert')
  .description('print the messages recognised in UBL, CII or JSON files as a JSON array of {type, message}')
  .argument('<file...>', 'files to read (- for standard input)')
  .action(async (files: string[]) => {
    const { convertFiles } = await import('./cli/convert.ts');
    process.exitCode = await convertFiles(files);
  });

program
  .command('submit')
  .description('submit files to a running server and print what became of them')
  .argument('<file...>', 'JSON, NDJSON, UBL or CII files')
  .addOption(serverOption)
  .addOption(keyOption)
  .option('--again', 'submit even what this server has accepted before')
  .option('--json', 'print the answers as one JSON array')
  .action(async (files: string[], options) => {
    const { submitFiles } = await import('./cli/submit.ts');
    process.exitCode = await submitFiles(files, options);
  });

const check = program
  .command('check')
  .description('check PDF files against PDF/A-3a and PDF/UA-1, or prove templates')
  // An option behind `templates` belongs to it.
  .enablePositionalOptions()
  .argument('[file...]', 'PDF files (- for standard input)')
  .option('--json', 'print the findings as one JSON array')
  .option('--rules', 'list the rules with their clauses instead')
  .addHelpText('after', '\nThe exit code is 1 when something was found. A file named templates: ./templates')
  .action(async (files: string[], options) => {
    if (files.length === 0 && options.rules !== true) check.error('error: name a file, or templates');
    const { checkPdfFiles } = await import('./cli/checkPdfFiles.ts');
    process.exitCode = await checkPdfFiles(files, options);
  });
check
  .command('templates')
  .description('compose every sample of every type in every locale, prove it, and print what was found')
  .option('--type <types>', 'only these document types, separated by commas')
  .option('--locale <locales>', 'only these locales, separated by commas')
  .option('--pseudo', 'also a made-up language with longer, accented texts: it finds texts that do not fit')
  .option('--json', 'print the report as one JSON object')
  .action(async (options) => {
    const { checkTemplates } = await import('./cli/checkTemplates.ts');
    process.exitCode = await checkTemplates(readConfig(), options);
  });

program
  .command('site')
  .description('the agent of a site: prints there, also while the line to headquarters is down')
  .option('--server <url>', 'address of headquarters, https:// (kept from the first start on)')
  .addOption(
    new Option('--token <code>', 'one-time code of `postwerk sites enroll`; needed for the first start only').env(
      'POSTWERK_SITE_TOKEN',
    ),
  )
  .option('--ca <file>', 'certificate of the CA in PEM, where headquarters uses a private one')
  .option('--port <port>', 'port of the page and the API of the site (0: any free one)', wholeNumber)
  .option('--reserve <count>', 'SSCC numbers kept in reserve at least; as many again are leased', wholeNumber, 5_000)
  .option('--restored', 'this data folder was put back to an earlier day: give up its numbers, hold its queue')
  .addOption(dataOption)
  .action(async (options) => {
    const { runSite } = await import('./cli/site.ts');
    await runSite(withData(options.data), options);
  });

const sites = program.command('sites').description('list, enrol and revoke the agents of sites; run at headquarters');
sites
  .command('list')
  .description('all sites with their agents')
  .addOption(dataOption)
  .action(async (options) => {
    const { listAllSites } = await import('./cli/sites.ts');
    await listAllSites(withData(options.data));
  });
sites
  .command('add')
  .description('register a site, or change it')
  .argument('<site>', 'its id')
  .requiredOption('--name <name>', 'what people call it')
  .requiredOption('--country <country>', 'two letters, as AT')
  .requiredOption('--locale <locale>', 'language of the people there, as de')
  .addOption(dataOption)
  .action(async (site: string, options) => {
    const { addSite } = await import('./cli/sites.ts');
    await addSite(withData(options.data), site, options);
  });
sites
  .command('enroll')
  .description('make a one-time code for the agent of a site')
  .argument('<site>', 'id of the site')
  .option('--minutes <minutes>', 'how long the code is good', wholeNumber, 60)
  .addOption(dataOption)
  .action(async (site: string, options) => {
    const { enrollSite } = await import('./cli/sites.ts');
    await enrollSite(withData(options.data), site, options.minutes);
  });
sites
  .command('revoke')
  .description('end the agent of a site: its token is refused from now on, what it has in hand is held')
  .argument('<site>', 'id of the site')
  .addOption(dataOption)
  .action(async (site: string, options) => {
    const { revokeSite } = await import('./cli/sites.ts');
    await revokeSite(withData(options.data), site);
  });
sites
  .command('numbers')
  .description('say from which SSCC numbers sites are leased theirs')
  .argument('<prefix>', 'GS1 company prefix, 4 to 12 digits')
  .option('--extension <digit>', 'extension digit, used for nothing else', wholeNumber, 9)
  .option('--first <serial>', 'first serial number', wholeNumber, 0)
  .addOption(dataOption)
  .action(async (prefix: string, options) => {
    const { setNumbers } = await import('./cli/sites.ts');
    await setNumbers(withData(options.data), prefix, options);
  });

program.addCommand(deviceCommands(dataOption, withData, wholeNumber));

const keys = program.command('keys').description('create, list and revoke API keys');
keys
  .command('create')
  .description('create a key; it is shown once')
  .argument('<name>', 'what the key is for')
  .option('--scope <scope...>', 'submit, read, operate, admin', ['submit', 'read'])
  .addOption(dataOption)
  .action(async (name: string, options) => {
    const { createKey } = await import('./cli/keys.ts');
    await createKey(withData(options.data), name, options.scope);
  });
keys
  .command('list')
  .description('list all keys')
  .addOption(dataOption)
  .action(async (options) => {
    const { listKeys } = await import('./cli/keys.ts');
    await listKeys(withData(options.data));
  });
keys
  .command('revoke')
  .description('revoke a key at once')
  .argument('<key>', 'its id, prefix or name')
  .addOption(dataOption)
  .action(async (key: string, options) => {
    const { revokeKey } = await import('./cli/keys.ts');
    await revokeKey(withData(options.data), key);
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${explain(error)}\n`);
}
// The command is over and has closed what it opened. What a library still holds (a client of a Redis that is away waits
// for it for ever) does not keep the process.
setTimeout(() => process.exit(), 1_000).unref();

function withData(dir: string) {
  return readConfig({ ...process.env, POSTWERK_DATA: dir });
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
