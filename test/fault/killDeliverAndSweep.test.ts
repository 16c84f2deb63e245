import { failpoints } from './failpoints.ts';
import { killAtEach } from './killAt.ts';

killAtEach(
  'SIGKILL while delivering and sweeping loses nothing',
  failpoints.filter(({ name }) => /^(?:deliver|drain|sweep)\./.test(name)),
);
