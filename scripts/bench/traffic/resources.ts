/** Makes the bench's page: 150 resources of the kinds and sizes that shops and news pages are made of. */

interface Resource {
  type: string
  body: Buffer
}

export const pageResources = 150

/** The page that asks for all of them; its resources are answered as late as the page itself. */
export function pageHtml(delayMs: number): string {
  const elements = Array.from({ length: pageResources }, (_, index) => {
    const kind = kindOf(index)
    const address = `/resource/${index}.${kind}?delay=${delayMs}`
    if (kind === 'css') return `<link rel="stylesheet" href="${address}">`
    if (kind === 'js') return `<script src="${address}" defer></script>`
    return `<img src="${address}" width="40" height="40" alt="">`
  })
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><body>${elements.join('\n')}</body></html>`
}

/** Null where the path is none of the page's. */
export function resourceOf(path: string): Resource | null {
  const [, index, kind] = /^\/resource\/(\d+)\.(css|js|svg)$/.exec(path) ?? []
  if (index === undefined) return null
  const size = 2000 + (Number(index) % 10) * 3000
  if (kind === 'css') return { type: 'text/css', body: filled('/* ', ' */', size) }
  if (kind === 'js') return { type: 'text/javascript', body: filled('/* ', ' */', size) }
  return {
    type: 'image/svg+xml',
    body: filled('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><!-- ', ' --></svg>', size),
  }
}

/** Of fifteen: two style sheets, four scripts, nine images. */
function kindOf(index: number): 'css' | 'js' | 'svg' {
  const place = index % 15
  return place < 2 ? 'css' : place < 6 ? 'js' : 'svg'
}

function filled(before: string, after: string, bytes: number): Buffer {
  const room = bytes - before.length - after.length
  return Buffer.from(before + 'the order was sent on time '.repeat(bytes / 20).slice(0, room) + after)
}
