import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Worker threads and spawned processes run the built program, so it is built once before the tests. Type errors are
 * the type check's business: the compiler emits all the same, and tests of other parts go on.
 */
export default function setup(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    execFileSync('npm', ['run', '--silent', 'build'], {
      cwd: root,
      stdio: 'pipe',
      shell: process.platform === 'win32',
    });
  } catch (error) {
    const { stdout } = error as { stdout?: Buffer };
    process.stderr.write(`The build has type errors:\n${stdout?.toString() ?? String(error)}\n`);
  }
}
