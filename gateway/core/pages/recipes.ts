/** Shows the recipes for systems and programs, folded, each with how it is known to work and how it is undone. */
import { proofWords, type Recipe, type RecipePart } from '../setup/recipe.ts'
import { type Html, html } from './html.ts'

export function recipeSections(recipes: readonly Recipe[]): Html {
  const folded = (kind: Recipe['kind']) => recipes.filter((recipe) => recipe.kind === kind).map(foldedRecipe)
  return html`<section aria-labelledby="steps"><h2 id="steps">Set it up</h2>
<div class="prose"><p>Choose your system. Browsers and most programs need nothing else.</p></div>
${folded('system')}</section>
<section aria-labelledby="programs"><h2 id="programs">Programs that do not ask the system</h2>
<div class="prose"><p>For whoever writes programs, and where one says that it trusts no certificate although the browser works.</p></div>
${folded('program')}</section>`
}

function foldedRecipe({ id, title, proof, install, uninstall }: Recipe): Html {
  const source =
    proof.kind === 'vendor' ? html` <a href="${proof.url}" rel="noreferrer">Read it there</a>.` : null
  return html`<details id="${id}"><summary>${title}</summary><div class="prose">
<p class="quiet small">${proofWords(proof)}${source}</p>
${install.map(partHtml)}<h3>To undo it</h3>
${uninstall.map(partHtml)}</div></details>
`
}

function partHtml(part: RecipePart): Html {
  if ('text' in part) return html`<p>${inline(part.text)}</p>`
  if ('code' in part) return html`<pre tabindex="0"><code>${part.code}</code></pre>`
  return html`<ol>${part.steps.map((step) => html`<li>${inline(step)}</li>`)}</ol>`
}

/** `code`, _words of a menu_ and [links](url); links lead to the gateway's own files alone. */
const marks = /`([^`]+)`|(?<![\w`])_([^_`]+)_|\[([^\]]+)\]\(([^)]+)\)/g

function inline(text: string): Html[] {
  const pieces: Html[] = []
  let at = 0
  for (const found of text.matchAll(marks)) {
    const [whole, code, words, link, url] = found
    pieces.push(html`${text.slice(at, found.index)}`)
    if (code !== undefined) pieces.push(html`<code>${code}</code>`)
    else if (words !== undefined) pieces.push(html`<em>${words}</em>`)
    else pieces.push(html`<a href="${url ?? ''}">${link ?? ''}</a>`)
    at = found.index + whole.length
  }
  return [...pieces, html`${text.slice(at)}`]
}
