/** Shows what is wrong with the rules of a policy file, a place and a hint each. */
import type { PlacedProblem } from '../app/policy-problems.ts'

export function problemLines({
  file,
  line,
  column,
  severity,
  message,
  hint,
}: Pick<PlacedProblem, 'file' | 'line' | 'column' | 'severity' | 'message' | 'hint'>): string[] {
  return [`${file}:${line}:${column}  ${severity}: ${message}`, `    ${hint}`]
}
