import { failpoints } from './failpoints.ts';
import { killAtEach } from './killAt.ts';

killAtEach(
  'SIGKILL while accepting and composing loses nothing',
  failpoints.filter(({ name }) => /^(?:accept|compose)\./.test(name)),
);
