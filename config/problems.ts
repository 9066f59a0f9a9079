/** What is wrong in a file that a person wrote: where, what, and how to put it right. */
import { GatewayError } from '../gateway/core/errors.ts'

/** One mistake. Never carries a value from the file, only names of keys. */
export interface Problem {
  /** The file, or `environment` and the variable's name. */
  file: string
  /** Key path such as `proxy.limits.holdBytes`; '' where the whole file is meant. */
  path: string
  /** From 1; null where it stands in no file. */
  line: number | null
  /** From 1; null where it stands in no file. */
  column: number | null
  message: string
  hint: string | null
}

/** CONFIG_INVALID or POLICY_INVALID together with every mistake that was found. */
export class InvalidFileError extends GatewayError {
  readonly problems: readonly Problem[]

  constructor(code: 'CONFIG_INVALID' | 'POLICY_INVALID', problems: readonly Problem[]) {
    const first = problems[0]
    super(
      code,
      { file: first?.file ?? '', problems: problems.length },
      { hint: 'Correct what is listed; nothing was changed or loaded.' },
    )
    this.problems = problems
  }

  override toJSON() {
    return { ...super.toJSON(), problems: this.problems }
  }
}

/** `gatehouse.yaml:12:3 proxy.port: expected a port …` and, on a second line, the hint. */
export function describeProblem(problem: Problem): string {
  const place =
    problem.line === null ? problem.file : `${problem.file}:${problem.line}:${problem.column ?? 1}`
  const what = problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`
  return printable(`${place}  ${what}`) + (problem.hint === null ? '' : `\n    ${printable(problem.hint)}`)
}

/** A file's own words may reach a terminal: control characters are shown, not obeyed. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** `proxy.extraRoots[0].file` → `['proxy', 'extraRoots', 0, 'file']`; null for what is no path of plain words. */
export function readPath(text: string): (string | number)[] | null {
  if (!/^[a-z]\w*(?:\.[a-z]\w*|\[\d+\])*$/i.test(text)) return null
  return Array.from(text.matchAll(/\w+/g), ([part]) => (/^\d/.test(part) ? Number(part) : part))
}

/** `['proxy', 'extraRoots', 0, 'file']` → `proxy.extraRoots[0].file`. Keys that are no plain words stand in quotes. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = ''
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`
    else if (/^[\w-]+$/.test(String(part))) text += text === '' ? String(part) : `.${String(part)}`
    else text += `[${JSON.stringify(String(part).slice(0, 100))}]`
  }
  return text
}
