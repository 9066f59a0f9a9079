/** Shows a certificate's fingerprint in groups that an eye can compare. */
import { type Html, html } from './html.ts'

/** Upper-case hex pairs joined by colons; groups of eight pairs, so that lines break between groups only. */
export function fingerprintLines(fingerprint: string): Html {
  const pairs = fingerprint.split(':')
  const groups: Html[] = []
  for (let at = 0; at < pairs.length; at += 8) {
    const last = at + 8 >= pairs.length
    groups.push(html`<span>${pairs.slice(at, at + 8).join(':')}${last ? '' : ':'}</span>`)
  }
  return html`<div class="mono print">${groups}</div>`
}
