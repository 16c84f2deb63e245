/** The UPC-A number, without check digit, that a zero-suppressed one stands for (GS1 General Specifications §5.2.2.4). */
export function expandedUpce(body: string): string {
  const system = body.slice(0, 1);
  const six = body.slice(1);
  const last = six.slice(-1);
  if (last <= '2') return `${system}${six.slice(0, 2)}${last}0000${six.slice(2, 5)}`;
  if (last === '3') return `${system}${six.slice(0, 3)}00000${six.slice(3, 5)}`;
  if (last === '4') return `${system}${six.slice(0, 4)}00000${six.slice(4, 5)}`;
  return `${system}${six.slice(0, 5)}0000${last}`;
}
