/**
 * Named places where a fault test may kill this process. `POSTWERK_FAILPOINT=name:n` sends SIGKILL to the process
 * itself the n-th time it passes `name` (n counts from 1). Without the variable a failpoint is one comparison.
 */
const [armedName, armedCount] = (process.env['POSTWERK_FAILPOINT'] ?? '').split(':');
let remaining = Number(armedCount ?? '1');

export function failpoint(name: string): void {
  if (armedName !== name) return;
  remaining -= 1;
  if (remaining === 0) process.kill(process.pid, 'SIGKILL');
}
