import { Command, Option } from 'commander';
import { drivers, labelFinishings, labelMethods, labelTrackings, resolutions, sidesKeywords } from '../model/device.ts';
import type { Config } from '../config.ts';
import type { DeviceOptions } from './deviceOptions.ts';

const orNone = (values: readonly string[]) => `${values.join(', ')} or none`;

/**
 * `postwerk devices …`. What each command works with is loaded when it runs.
 *
 * @param dataOption where the store is
 * @param wholeNumber reads an option's figure
 */
export function deviceCommands(
  dataOption: Option,
  withData: (dir: string) => Config,
  wholeNumber: (text: string) => number,
): Command {
  const devices = new Command('devices').description('register printers, see how they stand, and work their queues');
  const json = new Option('--json', 'print the answer as JSON');
  const load = () => import('./devices.ts');
  const command = (name: string, description: string) =>
    devices.command(name).description(description).addOption(dataOption);
  const settings = (to: Command) =>
    to
      .option('--driver <driver>', drivers.join(', '))
      .option('--dpi <dpi>', `label printers: ${resolutions.join(', ')}`)
      .option('--media <media>', 'a4, a5, a6, letter, 4x6in, 105x148 (mm), "Roll=105x148", or none')
      .option('--tracking <how>', `labels: ${orNone(labelTrackings)}`)
      .option('--gap <mm>', 'labels: size of the gap or mark')
      .option('--finishing <how>', `labels: ${orNone(labelFinishings)}`)
      .option('--method <how>', `labels: ${orNone(labelMethods)}`)
      .option('--speed <inches>', 'labels: inches per second')
      .option('--darkness <level>', 'labels: 0 to 30')
      .option('--shift <x,y>', 'labels: mm to the right and down, as 1.5,-0.5')
      .option('--upside-down', 'labels: turned by 180°')
      .option('--no-upside-down', 'labels: not turned')
      .option('--sides <sides>', `pages: ${orNone(sidesKeywords)}`)
      .option('--tray <tray>', 'pages: IPP media-source, as tray-1')
      .option('--copies <number>', 'of everything')
      .addOption(json);

  command('list', 'all devices with their state and what waits')
    .addOption(json)
    .action(async (options) => (await load()).listAllDevices(withData(options.data), options));
  command('show', 'one device: settings, state, queue')
    .argument('<device>', 'its id')
    .option('--ask', 'ask the printer itself')
    .addOption(json)
    .action(async (id: string, options) => (await load()).showDevice(withData(options.data), id, options));
  settings(
    command('add', 'register a device')
      .argument('<device>', 'its id: letters, digits, dots, hyphens, underscores')
      .requiredOption('--name <name>', 'what people call it')
      .requiredOption('--site <site>', 'id of the site it stands at')
      .requiredOption('--uri <uri>', 'ipp://host/ipp/print, ipps://…, socket://host:9100 or lpd://host/queue'),
  ).action(async (id: string, options: DeviceOptions & { data: string }) =>
    (await load()).writeDevice(withData(options.data), 'add', id, options),
  );
  settings(
    command('set', 'change settings of a device; what is not named stays')
      .argument('<device>', 'its id')
      .option('--name <name>', 'what people call it')
      .option('--site <site>', 'id of the site it stands at')
      .option('--uri <uri>', 'its address'),
  ).action(async (id: string, options: DeviceOptions & { data: string }) =>
    (await load()).writeDevice(withData(options.data), 'set', id, options),
  );
  command('remove', 'take a device out of the registry; its history stays')
    .argument('<device>', 'its id')
    .action(async (id: string, options) => (await load()).dropDevice(withData(options.data), id));
  command('pause', 'send nothing more until it is resumed')
    .argument('<device>', 'its id')
    .action(async (id: string, options) => (await load()).pauseDevice(withData(options.data), id));
  command('resume', 'let a paused device go on; try a stopped one at once')
    .argument('<device>', 'its id')
    .action(async (id: string, options) => (await load()).resumeDevice(withData(options.data), id));
  command('test', 'print a test page')
    .argument('<device>', 'its id')
    .option('--wait <seconds>', 'wait so long for what becomes of it; a server must be running', wholeNumber, 0)
    .addOption(json)
    .action(async (id: string, options) => {
      process.exitCode = await (await load()).testDevice(withData(options.data), id, options);
    });
  command('move', 'give what waits at one device to another one')
    .argument('<from>', 'id of the device at which it waits')
    .argument('<to>', 'id of the device that takes it')
    .addOption(json)
    .action(async (from: string, to: string, options) =>
      (await load()).moveWaiting(withData(options.data), from, to, options),
    );
  return devices;
}
