/** The frame of every page: head, name of the office, ways through, and what stands at the foot. */
import { Html, html } from './html.ts'
import { pageStyle } from './style.ts'

export interface PageFrame {
  title: string
  officeName: string
  /** Ways to other pages; empty where the reader has not said who they are. */
  links: readonly { href: string; text: string; current: boolean }[]
  /** The button that ends the session, where there is one. */
  leave: Html | null
  /** One line at the foot. */
  foot: string
  main: Html
}

/** A whole document without its doctype. Works without scripts, images and fonts of its own. */
export function pageLayout(frame: PageFrame): Html {
  const links = frame.links.map(
    ({ href, text, current }) =>
      html`<a href="${href}"${current ? html` aria-current="page"` : null}>${text}</a>`,
  )
  const nav = links.length === 0 ? null : html`<nav aria-label="Pages">${links}${frame.leave}</nav>`
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<title>${frame.title} · Gatehouse</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>${new Html(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header><span class="name">Gatehouse</span><span class="office">${frame.officeName}</span>${nav}</header>
<main id="main">
${frame.main}
</main>
<footer><p>${frame.foot}</p></footer>
</body>
</html>
`
}
