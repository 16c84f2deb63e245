import { PostwerkError } from '../../errors.ts';

/** Something wrong in a template, found without filling it. Lines and columns count from 1. */
export interface TemplateProblem {
  /** As errors name it: `templates/invoice/page.hbs`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

/** Takes problems in; the same one, met again by another way, is kept once. */
export interface ProblemList {
  readonly problems: readonly TemplateProblem[];
  readonly add: (problem: TemplateProblem) => void;
}

/** More are no help: the first ones are mended first. */
const most = 200;

export function createProblemList(): ProblemList {
  const problems: TemplateProblem[] = [];
  const known = new Set<string>();
  return {
    problems,
    add(problem) {
      const text = problemLine(problem);
      if (known.has(text) || problems.length >= most) return;
      known.add(text);
      problems.push(problem);
    },
  };
}

/** `file:line:column: what`, as editors and terminals make links of it. */
export function problemLine({ file, line, column, detail }: TemplateProblem): string {
  return `${file}:${line}:${column}: ${detail}`;
}

/** Ten problems are named; who mends them sees the rest. */
const named = 10;

/** @throws PostwerkError `compose.template-invalid` with the place of the first problem, when there is one. */
export function refuseProblems(problems: readonly TemplateProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const lines = problems.slice(0, named).map(problemLine);
  if (problems.length > named) lines.push(`and ${problems.length - named} more`);
  const { file, line, column } = first;
  throw new PostwerkError('compose.template-invalid', lines.join('\n'), { file, line, column });
}
