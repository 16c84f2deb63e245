/** Rows that a cell of an earlier row still reaches over, by column. Empty as long as nothing spans rows. */
export type TakenColumns = number[];

/** The first column from `from` on that no cell of an earlier row takes. */
export function freeColumn(taken: TakenColumns, from: number): number {
  let column = from;
  while ((taken[column] ?? 0) > 0) column += 1;
  return column;
}

/** Notes that a cell takes its columns in its own row and the `rows` - 1 below. */
export function takeColumns(taken: TakenColumns, column: number, columns: number, rows: number): void {
  if (rows < 2) return;
  for (let index = column; index < column + columns; index += 1) taken[index] = rows;
}

/** Goes on to the next row. */
export function nextRow(taken: TakenColumns): void {
  for (let index = 0; index < taken.length; index += 1) taken[index] = Math.max(0, (taken[index] ?? 0) - 1);
}
