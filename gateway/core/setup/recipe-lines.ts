/** Writes a recipe as lines for a terminal. */
import { proofWords, type Recipe, type RecipePart } from './recipe.ts'

export function recipeLines({ title, proof, install, uninstall }: Recipe): string[] {
  return [
    title.toUpperCase(),
    proofWords(proof),
    ...(proof.kind === 'vendor' ? [proof.url] : []),
    '',
    ...install.flatMap(partLines),
    'TO UNDO IT',
    ...uninstall.flatMap(partLines),
  ]
}

function partLines(part: RecipePart): string[] {
  if ('text' in part) return [plain(part.text), '']
  if ('code' in part) return [...part.code.split('\n').map((line) => `    ${line}`), '']
  return [...part.steps.map((step, at) => `  ${at + 1}. ${plain(step)}`), '']
}

/** Backquotes stay: they say what is typed. A link shows where it leads. */
function plain(text: string): string {
  return text.replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)').replaceAll(/(^|[^\w`])_([^_`]+)_/g, '$1"$2"')
}
